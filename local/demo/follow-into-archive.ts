import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'lossless-json';
import { type Archive, EmptyArchiveError, openArchive } from '../../cli/archive';
import { compare, differenceText, type Item, isEqual, type PlainItem } from './comparison';
import type { DemoContext } from './demo-context';
import { poll } from './poll';
import { Table } from './table';

/** Every so many items are edited, and every so many deleted: some both, one after the other. */
const EDITED = 10;
const DELETED = 25;

/** Loads the data set, edits and deletes some, and rebuilds the table from its archive: as it is, and as it was. */
export async function followIntoArchive(context: DemoContext): Promise<void> {
  const { data, environment, outputs, report } = context;
  const table = new Table(environment.emulator, outputs.table_name ?? '');
  const { items, name } = data;
  const edited = items.filter((_, i) => i % EDITED === 0);
  const deleted = items.filter((_, i) => i % DELETED === 0);
  await report.phase(`Load ${items.length} ${name}`, () =>
    table.load(items, (done) => report.progress(`${done} of ${items.length} in the table`)),
  );
  const loaded = await table.items();
  const loadedAt = await wholeSecond();
  await report.phase(`Edit ${edited.length} of them, delete ${deleted.length}`, async () => {
    await table.load(edited.map(secondEdition), () => {});
    await table.remove(deleted);
    report.detail(`${(await table.items()).length} ${name} left in the table`);
  });
  const archive = await report.phase('Wait until the last change is in the bucket', () =>
    wholeArchive(context, items.length + edited.length + deleted.length),
  );
  try {
    await report.phase('Replay the archive, and compare with the table, item by item', async () => {
      await compareReplay(context, archive, await table.items(), 'as the table is now');
      await compareReplay(context, archive, loaded, 'as it was before the edits', loadedAt);
    });
    await report.phase('Ask the history, in SQL', () => questions(context, archive));
  } finally {
    await archive.close();
  }
}

/** An attribute that no item of a data set is likely to have. */
function secondEdition(item: Item): Item {
  return { ...item, Edition: { N: '2' } };
}

/** A time between two changes, in microseconds; DynamoDB Streams tells times in whole seconds. */
async function wholeSecond(): Promise<number> {
  await sleep(1_000);
  const second = Math.ceil(Date.now() / 1_000);
  await sleep(second * 1_000 - Date.now());
  return second * 1_000_000 - 1;
}

/** The archive, once it has so many changes. */
async function wholeArchive(
  { environment, outputs, report, signal }: DemoContext,
  changes: number,
): Promise<Archive> {
  const { endpoint, region, credentials } = environment.emulator;
  const source = `s3://${outputs.archive_bucket}/${outputs.archive_prefix}`;
  const archive = await poll(
    async () => {
      const read = await openArchive(source, { s3: { endpoint, region, credentials }, signal }).catch(
        (error) => {
          if (error instanceof EmptyArchiveError) return undefined;
          throw error;
        },
      );
      report.progress(`${read?.changes ?? 0} of ${changes} changes in the bucket`);
      if (read === undefined || read.changes >= changes) return read;
      await read.close();
    },
    { what: `The last of ${changes} changes`, timeoutSeconds: 120, intervalMs: 1_000, signal },
  );
  report.detail(`${archive.changes} changes in ${archive.objects} objects of ${source}`);
  return archive;
}

async function compareReplay(
  { report }: DemoContext,
  archive: Archive,
  items: readonly Item[],
  when: string,
  asOf?: number,
): Promise<void> {
  const replay = await archive.replay(asOf === undefined ? {} : { asOf });
  const replayed: PlainItem[] = [];
  for await (const text of replay.json()) replayed.push(parse(text) as PlainItem);
  const comparison = compare(items, replayed, ['id']);
  if (!isEqual(comparison)) throw new Error(differenceText(comparison, 'replayed archive'));
  report.detail(`${when}: ${comparison.equal} of ${items.length} equal, none missing, none left over`);
}

async function questions({ data, report }: DemoContext, archive: Archive): Promise<void> {
  report.detail('How many changes of each kind?');
  await bars('SELECT eventName, count(*) FROM changes GROUP BY 1 ORDER BY 2 DESC');
  if (data.name === 'movies') {
    report.detail('Of which genres were films deleted?');
    await bars(
      `SELECT coalesce(json_extract_string(old, '$."Major Genre"'), 'unknown'), count(*) FROM changes
       WHERE eventName = 'REMOVE' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
    );
  }
  report.detail('The history of one that was edited, then deleted:');
  const { rows } = await archive.query(
    `SELECT strftime(time, '%H:%M:%S'), eventName, coalesce(new, old) FROM changes
     WHERE keys = (SELECT min(keys) FROM changes WHERE eventName = 'REMOVE') ORDER BY changes.at, sequenceNumber`,
  );
  for await (const [time, eventName, item] of rows)
    report.detail(`  ${time}  ${String(eventName).padEnd(6)}  ${String(item).slice(0, 80)}…`);

  async function bars(sql: string): Promise<void> {
    const counts: { name: string; value: number; text: string }[] = [];
    for await (const [name, count] of (await archive.query(sql)).rows)
      counts.push({ name: `  ${name}`, value: Number(count), text: String(count) });
    report.bars(counts);
  }
}
