import type { DuckDBValue } from '@duckdb/node-api';

/** Characters of a cell; a longer text ends with `…`. */
const CELL = 80;

/** Columns side by side, numbers to the right. A query's NULL is empty. */
export function textTable(columns: readonly string[], rows: readonly (readonly DuckDBValue[])[]): string[] {
  const cells = rows.map((row) => row.map(cell));
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const isNumber = columns.map((_, i) => rows.every((row) => NUMBERS.has(typeof row[i]) || row[i] === null));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)];
}

const NUMBERS: ReadonlySet<string> = new Set(['number', 'bigint']);

function cell(value: DuckDBValue | undefined): string {
  const text = value === null || value === undefined ? '' : String(value).replace(/\s/g, ' ');
  return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text;
}
