import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { parse } from 'lossless-json';
import type { Emulator } from '../aws/emulator';

/** A document's attributes, and what the pipeline notes of it in `_cdc`; numbers are lossless. */
export type Document = Readonly<Record<string, unknown>> & {
  readonly _cdc: { readonly id: string };
};

const PAGE = 1_000;

/** Reads a collection as one of its readers does: through its endpoint, each request signed. */
export class CollectionReader {
  private readonly client: Client;

  constructor(
    emulator: Pick<Emulator, 'credentials' | 'region'>,
    endpoint: string,
    private readonly index: string,
  ) {
    this.client = new Client({
      ...AwsSigv4Signer({
        region: emulator.region,
        service: 'aoss',
        getCredentials: async () => emulator.credentials,
      }),
      node: endpoint,
    });
  }

  /** The document with this id, as it is now; undefined where there is none. */
  async document(id: string): Promise<Record<string, unknown> | undefined> {
    const path = `/${this.index}/_doc/${encodeURIComponent(id)}`;
    const { body, statusCode } = await this.client.transport.request(
      { method: 'GET', path },
      { ignore: [404] },
    );
    return statusCode === 404 ? undefined : body._source;
  }

  /** All that a search finds now: what was written in the last second may be missing. */
  async search(query: object): Promise<SearchResult> {
    const { body } = await this.client.search({ index: this.index, body: query });
    const total = typeof body.hits.total === 'number' ? body.hits.total : (body.hits.total?.value ?? 0);
    return { total, sources: body.hits.hits.map(({ _source }) => _source ?? {}) };
  }

  /** The most frequent values of a keyword field. */
  async counts(field: string, size: number): Promise<{ readonly key: string; readonly count: number }[]> {
    const body = { size: 0, aggs: { values: { terms: { field, size } } } };
    const answer = await this.client.transport.request({
      method: 'POST',
      path: `/${this.index}/_search`,
      body,
    });
    const buckets: { key: string; doc_count: number }[] = answer.body.aggregations.values.buckets;
    return buckets.map(({ key, doc_count }) => ({ key, count: doc_count }));
  }

  /** Every document, with all digits of its numbers. */
  async *documents(): AsyncGenerator<Document> {
    for (let after: readonly unknown[] | undefined; ; ) {
      const query = { size: PAGE, sort: [{ '_cdc.id': 'asc' }], ...(after && { search_after: after }) };
      const response = await this.client.transport.request(
        { method: 'POST', path: `/${this.index}/_search`, body: query },
        { asStream: true },
      );
      const chunks: Buffer[] = [];
      for await (const chunk of response.body) chunks.push(Buffer.from(chunk));
      const { hits } = (parse(Buffer.concat(chunks).toString('utf8')) as Page).hits;
      for (const { _source } of hits) yield _source;
      after = hits.at(-1)?.sort;
      if (hits.length < PAGE) return;
    }
  }
}

export interface SearchResult {
  readonly total: number;
  readonly sources: readonly Readonly<Record<string, unknown>>[];
}

interface Page {
  readonly hits: {
    readonly hits: readonly { readonly _source: Document; readonly sort: readonly unknown[] }[];
  };
}
