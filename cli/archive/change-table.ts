import { type FileHandle, open } from 'node:fs/promises';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { ArchivedChange } from './archived-change';
import type { Database } from './database';

/** Bytes of text that are collected for one write. */
const WRITE_BYTES = 4 * 2 ** 20;
/** Changes between two flushes of the appender: 2,048 rows are DuckDB's unit. */
const FLUSH_CHANGES = 20 * 2_048;
/** Two images of 400 KB, written as JSON with each character escaped, and more. */
const LINE_BYTES = 16 * 2 ** 20;

/**
 * All changes of an archive, on disk. DuckDB holds what tells which change is an item's last one; the texts lie in a
 * file of tab-separated values, where they stay as they are, and which SQL reads as the view `changes`. JSON has
 * no tab and no line end within.
 */
export class ChangeTable {
  private readonly pending: string[] = [];
  private pendingBytes = 0;
  private position = 0;
  private unflushed = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly appender: DuckDBAppender,
  ) {}

  /** Fills a new table by `load`, then makes it the database's `version` and `changes`. */
  static async fill(
    database: Database,
    path: string,
    load: (table: ChangeTable) => Promise<void>,
  ): Promise<void> {
    await database.run(
      `CREATE TABLE version ("table" VARCHAR, key VARCHAR, removed BOOLEAN, "at" BIGINT,
         digits INTEGER, sequence VARCHAR, place BIGINT, bytes INTEGER)`,
    );
    const file = await open(path, 'w');
    try {
      await database.withConnection(async (connection) => {
        const table = new ChangeTable(file, await connection.createAppender('version'));
        await load(table);
        await table.write();
        table.appender.closeSync();
      });
    } finally {
      await file.close();
    }
    await database.run(viewOf(path));
  }

  async add(change: ArchivedChange): Promise<void> {
    const { eventName, table, at, sequenceNumber, keys } = change;
    const head = `${eventName}\t${table}\t${at}\t${sequenceNumber ?? ''}\t${keys}\t`;
    const image = change.new ?? '';
    const line = `${head}${image}\t${change.old ?? ''}\n`;
    const place = this.position + Buffer.byteLength(head);
    this.note(change, place, Buffer.byteLength(image));
    this.pending.push(line);
    const bytes = Buffer.byteLength(line);
    this.position += bytes;
    this.pendingBytes += bytes;
    if (this.pendingBytes >= WRITE_BYTES) await this.write();
  }

  private note({ eventName, table, at, sequenceNumber, key }: ArchivedChange, place: number, bytes: number) {
    // Numbers without leading zeros compare by length, then by digits, however long they are.
    const sequence = sequenceNumber?.replace(/^0+(?=\d)/, '') ?? '';
    const { appender } = this;
    appender.appendVarchar(table);
    appender.appendVarchar(key);
    appender.appendBoolean(eventName === 'REMOVE');
    appender.appendBigInt(BigInt(at));
    appender.appendInteger(sequence.length);
    appender.appendVarchar(sequence);
    appender.appendBigInt(BigInt(place));
    appender.appendInteger(bytes);
    appender.endRow();
    if (++this.unflushed === FLUSH_CHANGES) {
      appender.flushSync();
      this.unflushed = 0;
    }
  }

  private async write(): Promise<void> {
    await this.file.appendFile(this.pending.splice(0).join(''));
    this.pendingBytes = 0;
  }
}

function viewOf(path: string): string {
  const columns = ['eventName', 'table', 'at', 'sequenceNumber', 'keys', 'new', 'old'].map(
    (name) => `'${name}': '${name === 'at' ? 'BIGINT' : 'VARCHAR'}'`,
  );
  return `CREATE VIEW changes AS
    SELECT "eventName", "table", "at", make_timestamp("at") AS "time", "sequenceNumber", "keys", "new", "old"
    FROM read_csv('${path.replaceAll("'", "''")}', auto_detect = false, header = false, delim = '\t',
      quote = '', escape = '', comment = '', nullstr = '', new_line = '\\n', max_line_size = ${LINE_BYTES},
      buffer_size = ${2 * LINE_BYTES},
      columns = {${columns.join(', ')}})`;
}
