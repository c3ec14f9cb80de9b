import type { ArchiveObject } from './archive-source';
import { type Database, firstLine } from './database';

const COLUMNS = ['eventName', 'table', 'at', 'sequenceNumber', 'keys', 'new', 'old'];

/**
 * The rows of a Parquet file, each column as text. Names differ in case: those of a Glue table are lower-case.
 *
 * @throws Error that names the object, when it is damaged or has not the columns of an archive
 */
export async function* parquetRows(
  object: ArchiveObject,
  database: Database,
): AsyncGenerator<ReadonlyMap<string, string | null>> {
  const file = `read_parquet('${object.file.replaceAll("'", "''")}', hive_partitioning = false)`;
  const columns: string[] = [];
  try {
    for await (const [name] of database.rows(`SELECT column_name FROM (DESCRIBE FROM ${file})`)) {
      const column = COLUMNS.find((known) => known.toLowerCase() === String(name).toLowerCase());
      if (column !== undefined) columns.push(column);
    }
    const missing = ['eventName', 'at', 'keys', 'new'].filter((name) => !columns.includes(name));
    if (missing.length > 0)
      throw new Error(
        `it has no column ${missing.map((name) => `"${name}"`).join(', ')}: an archive has ${COLUMNS.join(', ')}, the images and keys as JSON texts (IMAGES=text)`,
      );
    const values = columns.map((name) => `"${name}"::VARCHAR`).join(', ');
    for await (const row of database.rows(`SELECT ${values} FROM ${file}`))
      yield new Map(columns.map((name, i) => [name, textOf(row[i])]));
  } catch (error) {
    throw new Error(`${object.name} is Parquet that cannot be read: ${firstLine(error)}.`);
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
