import { parseArgs } from 'node:util';
import type { DuckDBValue } from '@duckdb/node-api';
import { UsageError } from '../usage-error';
import { writeLines } from '../write-lines';
import type { QueryResult } from './database';
import { count, readArchive } from './read-archive';
import { textTable } from './text-table';

/** Rows of a table for the eye, which has to be laid out whole. */
const ROWS = 1_000;

export const QUERY_USAGE = `npx dynamodb-cdc archive query SOURCE SQL [--json]

  Asks the archive's changes by SQL, of DuckDB's kind, over the view
    changes(eventName, "table", "at", time, sequenceNumber, keys, new, old)
  "at" is in microseconds since 1970, time is the same as a TIMESTAMP in UTC; keys, new and old are JSON texts:
  new->>'name' is an attribute's text. "table" and "at" take quotes, or the view's name: changes.at.

  SOURCE           s3://BUCKET/PREFIX, or a folder or file of this machine
  --json           a JSON object a row, instead of a table of at most ${ROWS.toLocaleString('en-US')} rows`;

export async function queryCommand(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { source, sql, json } = queryArguments(args);
  await readArchive(source, signal, async (archive) => {
    const result = await archive.query(sql);
    await writeLines(json ? jsonLines(result) : await tableLines(result), { signal });
  });
}

function queryArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const [source, sql, ...others] = positionals;
    if (source === undefined || sql === undefined || others.length > 0)
      throw new Error('Give one SOURCE and one SQL, in quotes.');
    return { source, sql, json: values.json };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${QUERY_USAGE}`);
  }
}

async function* jsonLines({ columns, rows }: QueryResult): AsyncGenerator<string> {
  const { objectJson }: typeof import('./value-json') = require('./value-json');
  for await (const row of rows) yield objectJson(columns.map((name, i) => [name, row[i] ?? null]));
}

async function tableLines({ columns, rows }: QueryResult): Promise<string[]> {
  const shown: (readonly DuckDBValue[])[] = [];
  for await (const row of rows) {
    if (shown.length === ROWS) {
      process.stderr.write(`Only the first ${count(ROWS, 'row')} are shown. --json gives all of them.\n`);
      break;
    }
    shown.push(row);
  }
  return textTable(columns, shown);
}
