import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error';
import { writeLines } from '../write-lines';
import type { Archive, Replay } from './archive';
import { asOf } from './as-of';
import { count, readArchive } from './read-archive';

export const REPLAY_USAGE = `npx dynamodb-cdc archive replay SOURCE [--as-of TIME] [--table NAME] [--output FILE]

  Rebuilds a table from its archive: one item a line, as plain JSON. A summary goes to stderr.

  SOURCE           s3://BUCKET/PREFIX, or a folder or file of this machine
  --as-of TIME     as the table was then: RFC 3339 (2026-11-24T09:30:00.5Z) or microseconds since 1970
  --table NAME     for an archive of several tables
  --output FILE    instead of stdout`;

export async function replayCommand(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { source, time, table, output } = replayArguments(args);
  await readArchive(source, signal, async (archive) => {
    const replay = await archive.replay({
      ...(time !== undefined && { asOf: time }),
      ...(table !== undefined && { table }),
    });
    await writeLines(replay.json(), { file: output, signal });
    process.stderr.write(`${summary(archive, replay, time)}\n`);
  });
}

function replayArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'as-of': { type: 'string' }, table: { type: 'string' }, output: { type: 'string' } },
    });
    const [source, ...others] = positionals;
    if (source === undefined || others.length > 0) throw new Error('Give one SOURCE.');
    const time = values['as-of'] === undefined ? undefined : asOf(values['as-of']);
    return { source, time, table: values.table, output: values.output };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${REPLAY_USAGE}`);
  }
}

function summary(
  archive: Archive,
  { table, items, removed, changes, first, last }: Replay,
  time?: number,
): string {
  const state = time === undefined ? '' : ` as of ${timeText(time)}`;
  const span = first === undefined || last === undefined ? '' : `, ${timeText(first)} – ${timeText(last)}`;
  return [
    `${table}${state}: ${count(items, 'item')}, and ${count(removed, 'key')} whose item was removed`,
    `from ${count(changes, 'change')}${span}`,
    `of ${count(archive.changes, 'change')} in ${count(archive.objects, 'object')}`,
  ].join('\n  ');
}

/** With all six decimals, of which Date has three. */
function timeText(microseconds: number): string {
  const seconds = new Date(Math.floor(microseconds / 1_000)).toISOString().slice(0, 19);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, '0')}Z`;
}
