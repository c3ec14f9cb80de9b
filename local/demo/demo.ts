import { documentId } from '../../functions/document/document-id';
import { LocalEnvironment } from '../environment/local-environment';
import { CollectionReader, type Document } from './collection-reader';
import { type Comparison, compare } from './comparison';
import { ConsoleReport, seconds } from './console-report';
import type { DataSet } from './data-set';
import { ItemsApiClient } from './items-api-client';
import { poll } from './poll';
import { StreamProgress } from './stream-progress';
import { Table } from './table';

export const STACK = 'kinesis-to-search';
export const COLLECTION = 'lab-collection';
const ITEM = { name: 'Test Kinesis Stream Pipeline', type: 'Test' };

/** The deployed pipeline, while it runs. */
export interface RunningPipeline {
  readonly environment: LocalEnvironment;
  /** Of the stack, by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The main job on one machine: the pipeline deployed, one item followed through it, then a whole data set. */
export class Demo {
  private readonly report = new ConsoleReport();

  constructor(
    private readonly data: DataSet,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param whileRunning is waited for at the end, before everything is stopped
   * @throws Error unless the index equals the table
   */
  async run(whileRunning: (running: RunningPipeline) => Promise<void>): Promise<void> {
    const { report, signal } = this;
    const environment = await report.phase(
      'Set up: AWS emulator, OpenSearch and the collection’s gateway',
      () =>
        LocalEnvironment.start({
          collection: COLLECTION,
          signal,
          onProgress: (message) => report.detail(message),
        }),
    );
    try {
      await report.phase(`Deploy: cdktf deploy ${STACK}`, () => this.deploy(environment));
      const outputs = environment.outputs(STACK);
      const { emulator } = environment;
      const reader = new CollectionReader(emulator, outputs.search_endpoint ?? '', outputs.index_name ?? '');
      const api = new ItemsApiClient(emulator, { id: outputs.api_id ?? '', stage: outputs.api_stage ?? '' });
      const table = new Table(emulator, outputs.table_name ?? '');
      const progress = new StreamProgress({
        emulator,
        stream: outputs.stream_name ?? '',
        functionName: outputs.function_name ?? '',
      });
      await report.phase('One item: created, edited and deleted through the API', () =>
        this.oneItem(api, reader),
      );
      await report.phase(`Load ${this.data.items.length} ${this.data.name}`, () => this.load(table));
      await report.phase('Drain: until the function has finished every change', () => this.drain(progress));
      await report.phase('Compare table and index, both ways, whole documents', () =>
        this.compare(table, reader),
      );
      if (this.data.name === 'movies') await report.phase('Search', () => this.searches(reader));
      report.times();
      await whileRunning({ environment, outputs });
    } finally {
      await environment.stop();
    }
  }

  private async deploy(environment: LocalEnvironment): Promise<void> {
    let made = 0;
    await environment.cdktf('deploy', STACK, (line) => {
      this.report.progress(line);
      if (line.includes('Creation complete')) made++;
    });
    this.report.detail(`${made} resources made`);
  }

  /** Follows the workshop's item through its life. */
  private async oneItem(api: ItemsApiClient, reader: CollectionReader): Promise<void> {
    const { id } = (await api.call('POST', '/items', ITEM)) as { id: string };
    const documentOf = documentId({ id: { S: id } }, 'base64');
    await this.seen('created', () => reader.document(documentOf));
    await api.call('PUT', `/items/${id}`, { ...ITEM, type: 'Edited' });
    await this.seen('edited ', async () => {
      const document = await reader.document(documentOf);
      return document?.type === 'Edited' ? document : undefined;
    });
    await api.call('DELETE', `/items/${id}`);
    await this.seen('deleted', async () => ((await reader.document(documentOf)) ? undefined : {}));
  }

  private async seen(what: string, look: () => Promise<Record<string, unknown> | undefined>): Promise<void> {
    const started = Date.now();
    const document = await poll(look, { what: `The item, ${what}, in the index`, signal: this.signal });
    const { _cdc: _, id: __, ...attributes } = document;
    const now = Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : 'no document';
    this.report.detail(`${what} → seen in the index after ${seconds(Date.now() - started)}: ${now}`);
  }

  private async load(table: Table): Promise<void> {
    const { items, name } = this.data;
    await table.load(items, (done) =>
      this.report.progress(`${done} of ${items.length} ${name} in the table`),
    );
    this.report.detail(`${items.length} ${name} in the table`);
  }

  private async drain(progress: StreamProgress): Promise<void> {
    const drained = await poll(
      async () => {
        const [changes, finished] = [await progress.onStream(), await progress.finished()];
        this.report.progress(`${finished} of ${changes} changes finished`);
        return changes > 0 && finished >= changes ? changes : undefined;
      },
      { what: 'The end of the stream', timeoutSeconds: 180, intervalMs: 200, signal: this.signal },
    );
    this.report.detail(`${drained} changes on the stream, all finished`);
  }

  private async compare(table: Table, reader: CollectionReader): Promise<void> {
    const items = await table.items();
    // What was written last becomes searchable a moment later, so a first difference may be none.
    const comparison = await poll(
      async () => {
        const now = compare(items, await all(reader.documents()), ['id']);
        return now.equal === items.length && now.surplus.length === 0 ? now : undefined;
      },
      { what: 'Equality', timeoutSeconds: 20, intervalMs: 500, signal: this.signal },
    ).catch(async (error) => {
      this.signal.throwIfAborted();
      throw new Error(describe(compare(items, await all(reader.documents()), ['id'])), { cause: error });
    });
    this.report.detail(
      `${comparison.equal} of ${items.length} ${this.data.name} equal, none missing, none left over`,
    );
  }

  private async searches(reader: CollectionReader): Promise<void> {
    const words = await reader.search({ query: { match: { 'Title.text': 'star wars' } }, size: 3 });
    this.report.detail(`"star wars" in the title: ${words.total} films, first ${titles(words.sources)}`);
    const best = await reader.search({
      query: { range: { 'IMDB Votes': { gte: 100_000 } } },
      sort: [{ 'IMDB Rating': 'desc' }],
      size: 3,
    });
    this.report.detail(`best rated of ${best.total} with 100,000 votes and more: ${titles(best.sources)}`);
    this.report.detail('films by genre:');
    const genres = await reader.counts('Major Genre', 5);
    this.report.bars(
      genres.map(({ key, count }) => ({ name: `  ${key}`, value: count, text: String(count) })),
    );
  }
}

async function all(documents: AsyncIterable<Document>): Promise<Document[]> {
  const result: Document[] = [];
  for await (const document of documents) result.push(document);
  return result;
}

const titles = (sources: readonly Readonly<Record<string, unknown>>[]): string =>
  sources.map(({ Title }) => JSON.stringify(Title)).join(', ');

function describe({ equal, missing, surplus, different }: Comparison): string {
  const examples = [
    ...missing.slice(0, 3).map((key) => `  only in the table: ${key}`),
    ...surplus.slice(0, 3).map((key) => `  only in the index: ${key}`),
    ...different
      .slice(0, 3)
      .map(({ key, item, document }) => `  different: ${key}\n    table ${item}\n    index ${document}`),
  ];
  return [
    `Table and index differ: ${equal} equal, ${missing.length} missing in the index, ${surplus.length} left over there, ${different.length} different.`,
    ...examples,
  ].join('\n');
}
