import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { openArchive, type ReplayOptions } from '../../../cli/archive';

/** A change as a line of an archive has it; images and keys as JSON texts. */
export interface Line {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly table: string;
  readonly at: number;
  readonly sequenceNumber: string | null;
  readonly keys: string;
  readonly new: string | null;
  readonly old: string | null;
}

export const CHANGE: Line = {
  eventName: 'INSERT',
  table: 'orders',
  at: 1_795_512_600_123_456,
  sequenceNumber: '49600000000000000000000000000000000000000000000000000001',
  keys: '{"id":"a"}',
  new: '{"id":"a"}',
  old: null,
};

/** As the project's functions write it. */
export function lineOf(change: Partial<Line>): string {
  const { eventName, table, at, sequenceNumber, keys, new: newImage, old } = { ...CHANGE, ...change };
  const sequence = JSON.stringify(sequenceNumber);
  return `{"eventName":"${eventName}","table":"${table}","at":${at},"sequenceNumber":${sequence},"keys":${keys},"new":${newImage},"old":${old}}\n`;
}

/** The same with the images as texts, `IMAGES=text`. */
export function textLineOf(change: Partial<Line>): string {
  return `${JSON.stringify({ ...CHANGE, ...change })}\n`;
}

export class ArchiveFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'test-archive-'));

  write(name: string, content: string | Buffer): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  gzip(name: string, text: string): string {
    return this.write(name, gzipSync(text));
  }

  /** @param columns their names; those of a Glue table are lower-case */
  async parquet(name: string, changes: readonly Line[], columns = GLUE_COLUMNS): Promise<string> {
    const [file, rows] = [this.write(name, ''), this.write('.rows.json', changes.map(textLineOf).join(''))];
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const types = Object.keys(CHANGE).map(
      (column) => `"${column}": '${column === 'at' ? 'BIGINT' : 'VARCHAR'}'`,
    );
    await connection.run(
      `COPY (SELECT ${columns.map((column) => `"${column}" AS "${column}"`).join(', ')}
         FROM read_json('${rows}', format = 'nd', columns = {${types.join(', ')}}))
       TO '${file}' (FORMAT parquet, COMPRESSION snappy)`,
    );
    connection.closeSync();
    instance.closeSync();
    rmSync(rows);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export const GLUE_COLUMNS = ['eventname', 'table', 'at', 'sequencenumber', 'keys', 'new', 'old'];

/** The items of a table as of a time, and what the replay says of them. */
export async function replayed(source: string, options: ReplayOptions = {}) {
  const archive = await openArchive(source);
  try {
    const { json, ...summary } = await archive.replay(options);
    const items: string[] = [];
    for await (const item of json()) items.push(item);
    return { ...summary, read: items };
  } finally {
    await archive.close();
  }
}
