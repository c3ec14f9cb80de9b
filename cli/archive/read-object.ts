import { open } from 'node:fs/promises';
import type { ArchiveObject } from './archive-source';
import { type ArchivedChange, changeOf, changeOfLine } from './archived-change';
import { ChangeError } from './change-error';
import type { Database } from './database';
import { linesOf } from './lines';
import { parquetRows } from './parquet-rows';

const EXPECTED = [
  'Each line of an archive is one change, {"eventName":…,"table":…,"at":…,"sequenceNumber":…,"keys":…,"new":…,"old":…}.',
  'An archive of items alone (LINE=item) does not say when an item changed or that it was deleted: no state can be rebuilt from it; have the changes delivered (LINE=change).',
  'If this object is of something else, name the folder of the changes, s3://BUCKET/changes for example, or move the object away.',
].join(' ');

/**
 * The changes of one object: JSON lines, compressed with GZIP or not, or Parquet, told by its first bytes.
 *
 * @throws Error that names the object, and the line or row at fault
 */
export async function* readObject(object: ArchiveObject, database: Database): AsyncGenerator<ArchivedChange> {
  const format = formatOf(await firstBytes(object.file));
  if (format === 'parquet') yield* parquetChanges(object, database);
  else yield* lineChanges(object, format);
}

async function* lineChanges(object: ArchiveObject, format: 'gzip' | 'plain'): AsyncGenerator<ArchivedChange> {
  let number = 0;
  for await (const line of linesOf(object, format)) {
    number++;
    if (line.trim() !== '') yield placed(`${object.name}, line ${number}`, () => changeOfLine(line));
  }
}

/** A Glue table has its partition keys beside its columns, so `table` may be in the path alone. */
async function* parquetChanges(object: ArchiveObject, database: Database): AsyncGenerator<ArchivedChange> {
  const tableOfPath = /(?:^|\/)table=([^/]+)\//.exec(object.name)?.[1] ?? null;
  let number = 0;
  for await (const row of parquetRows(object, database)) {
    number++;
    const member = (name: string) => row.get(name) ?? (name === 'table' ? tableOfPath : null);
    yield placed(`${object.name}, row ${number}`, () => changeOf(member));
  }
}

function placed(place: string, read: () => ArchivedChange): ArchivedChange {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ChangeError)) throw error;
    throw new Error(`${place} is no change of a table: ${error.message}. ${EXPECTED}`);
  }
}

function formatOf(bytes: Buffer): 'gzip' | 'parquet' | 'plain' {
  if (bytes.toString('latin1') === 'PAR1') return 'parquet';
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? 'gzip' : 'plain';
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
