import { DuckDBDecimalValue, DuckDBListValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';

/** A value of a query's result as JSON; numbers with all their digits, what JSON has no type for as text. */
export function valueJson(value: DuckDBValue): string {
  if (value instanceof DuckDBListValue) return `[${value.items.map(valueJson)}]`;
  if (value instanceof DuckDBStructValue) return objectJson(Object.entries(value.entries));
  if (typeof value === 'bigint' || value instanceof DuckDBDecimalValue) return String(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (value === null || typeof value === 'boolean') return String(value);
  return JSON.stringify(String(value));
}

export function objectJson(members: readonly (readonly [name: string, value: DuckDBValue])[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${valueJson(value)}`)}}`;
}
