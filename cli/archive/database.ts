import { totalmem } from 'node:os';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

export interface QueryResult {
  readonly columns: readonly string[];
  /** Can be read once. */
  readonly rows: AsyncIterable<readonly DuckDBValue[]>;
}

/**
 * DuckDB in memory, up to half of this machine's; beyond that it spills into the folder. It downloads no extension:
 * JSON and Parquet are built in.
 */
export class Database {
  private readonly connections = new Set<DuckDBConnection>();
  private closed = false;

  private constructor(private readonly instance: DuckDBInstance) {}

  static async open(folder: string): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor(availableMemory() / 2 / 2 ** 20)}MiB`,
      temp_directory: folder,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new Database(instance);
  }

  /** A connection of its own. @param use ends before the connection does */
  async withConnection<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await use(connection);
    } finally {
      this.disconnect(connection);
    }
  }

  async run(sql: string, values: DuckDBValue[] = []): Promise<void> {
    await this.withConnection((connection) => connection.run(sql, values));
  }

  /** @throws Error of DuckDB: the SQL is wrong, or its work fails */
  async query(sql: string, values: DuckDBValue[] = []): Promise<QueryResult> {
    const connection = await this.connect();
    try {
      const result = await connection.stream(sql, values);
      const disconnect = () => this.disconnect(connection);
      return { columns: result.columnNames(), rows: rowsOf(result.yieldRows(), disconnect) };
    } catch (error) {
      this.disconnect(connection);
      throw error;
    }
  }

  async *rows(sql: string, values: DuckDBValue[] = []): AsyncGenerator<readonly DuckDBValue[]> {
    yield* (await this.query(sql, values)).rows;
  }

  /** Ends what is running, by an error. */
  interrupt(): void {
    for (const connection of this.connections) connection.interrupt();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.interrupt();
    for (const connection of this.connections) this.disconnect(connection);
    this.instance.closeSync();
  }

  private async connect(): Promise<DuckDBConnection> {
    const connection = await this.instance.connect();
    this.connections.add(connection);
    return connection;
  }

  private disconnect(connection: DuckDBConnection): void {
    if (this.connections.delete(connection)) connection.closeSync();
  }
}

async function* rowsOf(
  batches: AsyncIterable<readonly (readonly DuckDBValue[])[]>,
  atEnd: () => void,
): AsyncGenerator<readonly DuckDBValue[]> {
  try {
    for await (const batch of batches) yield* batch;
  } finally {
    atEnd();
  }
}

/** Of the machine or of the container; the latter is unknown or huge where there is none. */
function availableMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

/** DuckDB explains at length. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/\.$/, '');
}
