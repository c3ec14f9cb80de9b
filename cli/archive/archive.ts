import { closeSync, openSync, readSync } from 'node:fs';
import type { Database, QueryResult } from './database';

export interface ReplayOptions {
  /**
   * Changes until then count, this microsecond included: microseconds since 1970.
   * @default all changes
   */
  readonly asOf?: number;
  /** @default the archive's only table */
  readonly table?: string;
}

export interface Replay {
  readonly table: string;
  /** Changes that count, those that were delivered twice included. */
  readonly changes: number;
  /** Keys that have an item. */
  readonly items: number;
  /** Keys whose last change removed the item. */
  readonly removed: number;
  /** Times of the first and of the last change that counts, in microseconds since 1970; undefined without any. */
  readonly first?: number;
  readonly last?: number;
  /** Each item as JSON, the very text of its last change, in the order of the keys. Can be read once. */
  json(): AsyncIterable<string>;
}

/** An archive that has been read. It keeps its changes in a temporary folder: close it. */
export class Archive {
  private replays = 0;

  constructor(
    private readonly file: string,
    private readonly database: Database,
    /** Objects that were read. */
    readonly objects: number,
    /** Changes in them, those that were delivered twice included. */
    readonly changes: number,
    /** Removes the temporary folder. */
    readonly close: () => Promise<void>,
  ) {}

  /**
   * The state of a table: of each key the item of the last change, by time, then by sequence number.
   *
   * @throws Error where the archive has not this table, or has several and none is named
   */
  async replay({ asOf, table: wanted }: ReplayOptions = {}): Promise<Replay> {
    const table = await this.table(wanted);
    const name = `last_change_${++this.replays}`;
    const until = BigInt(asOf ?? Number.MAX_SAFE_INTEGER);
    const counted = '"table" = $1 AND "at" <= $2';
    await this.database.run(
      `CREATE TABLE ${name} AS SELECT key, removed, place, bytes FROM version WHERE ${counted}
       QUALIFY row_number() OVER (PARTITION BY key ORDER BY "at" DESC, digits DESC, sequence DESC) = 1`,
      [table, until],
    );
    const [changes, first, last] = await this.one(
      `SELECT count(*), min("at"), max("at") FROM version WHERE ${counted}`,
      [table, until],
    );
    const [items, removed] = await this.one(
      `SELECT count(*) FILTER (NOT removed), count(*) FILTER (removed) FROM ${name}`,
    );
    return {
      table,
      changes: Number(changes),
      items: Number(items),
      removed: Number(removed),
      ...(typeof first === 'bigint' && { first: Number(first) }),
      ...(typeof last === 'bigint' && { last: Number(last) }),
      json: () => this.texts(name),
    };
  }

  /**
   * DuckDB's SQL over the view `changes`: eventName, table, at (microseconds since 1970), time (a TIMESTAMP, UTC),
   * sequenceNumber, and keys, new and old as JSON texts.
   *
   * @throws Error of DuckDB that says what is wrong with the SQL
   */
  query(sql: string): Promise<QueryResult> {
    return this.database.query(sql);
  }

  private async *texts(name: string): AsyncGenerator<string> {
    const file = openSync(this.file, 'r');
    try {
      const items = `SELECT place, bytes FROM ${name} WHERE NOT removed ORDER BY key`;
      for await (const [place, bytes] of this.database.rows(items)) {
        const text = Buffer.allocUnsafe(Number(bytes));
        readSync(file, text, 0, text.length, Number(place));
        yield text.toString('utf8');
      }
    } finally {
      closeSync(file);
    }
  }

  private async table(wanted: string | undefined): Promise<string> {
    const tables: string[] = [];
    for await (const [name] of this.database.rows('SELECT DISTINCT "table" FROM version ORDER BY 1'))
      tables.push(String(name));
    if (wanted !== undefined && !tables.includes(wanted))
      throw new Error(
        `The archive has no change of the table ${wanted}. It has changes of: ${tables.join(', ')}.`,
      );
    const table = wanted ?? tables[0];
    if (table === undefined) throw new Error('The archive has objects, but no change in them.');
    if (wanted === undefined && tables.length > 1)
      throw new Error(
        `The archive has changes of several tables. Name one of them with --table: ${tables.join(', ')}.`,
      );
    return table;
  }

  private async one(sql: string, values: (string | bigint)[] = []): Promise<readonly unknown[]> {
    for await (const row of this.database.rows(sql, values)) return row;
    return [];
  }
}
