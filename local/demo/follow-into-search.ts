import { documentId } from '../../functions/document/document-id';
import { CollectionReader } from './collection-reader';
import { compare, differenceText, isEqual } from './comparison';
import { seconds } from './console-report';
import type { DemoContext } from './demo-context';
import { indexedItems } from './document-item';
import { FunctionProgress } from './function-progress';
import { ItemsApiClient } from './items-api-client';
import { poll } from './poll';
import { Table } from './table';

const ITEM = { name: 'Test Kinesis Stream Pipeline', type: 'Test' };
/** It is created, edited and deleted. */
const CHANGES_OF_ITEM = 3;

/** One item through its life, then the whole data set, which ends equal to the table. */
export async function followIntoSearch(context: DemoContext): Promise<void> {
  const { data, environment, outputs, report } = context;
  const { emulator } = environment;
  const reader = new CollectionReader(emulator, outputs.search_endpoint ?? '', outputs.index_name ?? '');
  const api = new ItemsApiClient(emulator, { id: outputs.api_id ?? '', stage: outputs.api_stage ?? '' });
  const table = new Table(emulator, outputs.table_name ?? '');
  const progress = new FunctionProgress(emulator, outputs.function_name ?? '');
  await report.phase('One item: created, edited and deleted through the API', () =>
    oneItem(context, api, reader),
  );
  await report.phase(`Load ${data.items.length} ${data.name}`, async () => {
    await table.load(data.items, (done) => report.progress(`${done} of ${data.items.length} in the table`));
    report.detail(`${data.items.length} ${data.name} in the table`);
  });
  await report.phase('Drain: until the function has finished every change', () => drain(context, progress));
  await report.phase('Compare table and index, both ways, whole documents', () =>
    compareWithIndex(context, table, reader),
  );
  if (data.name === 'movies') await report.phase('Search', () => searches(context, reader));
}

/** Follows the workshop's item through its life. */
async function oneItem(context: DemoContext, api: ItemsApiClient, reader: CollectionReader): Promise<void> {
  const { id } = (await api.call('POST', '/items', ITEM)) as { id: string };
  const documentOf = documentId({ id: { S: id } }, 'base64');
  await seen(context, 'created', () => reader.document(documentOf));
  await api.call('PUT', `/items/${id}`, { ...ITEM, type: 'Edited' });
  await seen(context, 'edited ', async () => {
    const document = await reader.document(documentOf);
    return document?.type === 'Edited' ? document : undefined;
  });
  await api.call('DELETE', `/items/${id}`);
  await seen(context, 'deleted', async () => ((await reader.document(documentOf)) ? undefined : {}));
}

async function seen(
  { report, signal }: DemoContext,
  what: string,
  look: () => Promise<Record<string, unknown> | undefined>,
): Promise<void> {
  const started = Date.now();
  const document = await poll(look, { what: `The item, ${what}, in the index`, signal });
  const { _cdc: _, id: __, ...attributes } = document;
  const now = Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : 'no document';
  report.detail(`${what} → seen in the index after ${seconds(Date.now() - started)}: ${now}`);
}

async function drain({ data, report, signal }: DemoContext, progress: FunctionProgress): Promise<void> {
  const changes = CHANGES_OF_ITEM + data.items.length;
  await poll(
    async () => {
      const finished = await progress.finished();
      report.progress(`${finished} of ${changes} changes finished`);
      return finished >= changes ? true : undefined;
    },
    { what: 'The end of the stream', timeoutSeconds: 180, intervalMs: 200, signal },
  );
  report.detail(`${changes} changes on the stream, all finished`);
}

async function compareWithIndex(
  { data, report, signal }: DemoContext,
  table: Table,
  reader: CollectionReader,
): Promise<void> {
  const items = await table.items();
  const comparison = async () => compare(items, await indexedItems(reader), ['id']);
  // What was written last becomes searchable a moment later, so a first difference may be none.
  const { equal } = await poll(
    async () => {
      const now = await comparison();
      return isEqual(now) ? now : undefined;
    },
    { what: 'Equality', timeoutSeconds: 20, intervalMs: 500, signal },
  ).catch(async (error) => {
    signal.throwIfAborted();
    throw new Error(differenceText(await comparison(), 'index'), { cause: error });
  });
  report.detail(`${equal} of ${items.length} ${data.name} equal, none missing, none left over`);
}

async function searches({ report }: DemoContext, reader: CollectionReader): Promise<void> {
  const words = await reader.search({ query: { match: { 'Title.text': 'star wars' } }, size: 3 });
  report.detail(`"star wars" in the title: ${words.total} films, first ${titles(words.sources)}`);
  const best = await reader.search({
    query: { range: { 'IMDB Votes': { gte: 100_000 } } },
    sort: [{ 'IMDB Rating': 'desc' }],
    size: 3,
  });
  report.detail(`best rated of ${best.total} with 100,000 votes and more: ${titles(best.sources)}`);
  report.detail('films by genre:');
  const genres = await reader.counts('Major Genre', 5);
  report.bars(genres.map(({ key, count }) => ({ name: `  ${key}`, value: count, text: String(count) })));
}

const titles = (sources: readonly Readonly<Record<string, unknown>>[]): string =>
  sources.map(({ Title }) => JSON.stringify(Title)).join(', ');
