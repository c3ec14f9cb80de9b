import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marshall, NumberValueImpl } from '@aws-sdk/util-dynamodb';
import { parse } from 'lossless-json';
import { PROJECT_ROOT } from '../paths';
import type { Item } from './comparison';

export interface DataSet {
  readonly name: string;
  readonly items: readonly Item[];
}

/** 3,201 real films: nulls, numbers beside text in one field, odd titles (vega-datasets, BSD-3-Clause). */
export function movies(): DataSet {
  const file = join(PROJECT_ROOT, 'node_modules', 'vega-datasets', 'data', 'movies.json');
  const records = parseExactly(readFileSync(file, 'utf8'));
  const films: unknown[] = Array.isArray(records) ? records : [];
  const items = films.map((film, i) => toItem(film, `movie-${String(i + 1).padStart(4, '0')}`, file).item);
  return { name: 'movies', items };
}

/** The user's own items, one JSON object a line. @throws Error that names the line at fault */
export function itemsOf(file: string): DataSet {
  const lines = readFileSync(file, 'utf8').split('\n');
  const items = new Map<string, Item>();
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const place = `${file}:${i + 1}`;
    const { id, item } = toItem(parseLine(line, place), `line-${i + 1}`, place);
    if (items.has(id))
      throw new Error(`${place} has the id ${JSON.stringify(id)} of an earlier line. Give it another.`);
    items.set(id, item);
  }
  if (items.size === 0) throw new Error(`${file} has no items. Give it one JSON object a line.`);
  return { name: 'items', items: [...items.values()] };
}

function parseLine(line: string, place: string): unknown {
  try {
    return parseExactly(line);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`${place} is not JSON (${cause}). Each line is one JSON object.`);
  }
}

function toItem(record: unknown, defaultId: string, place: string): { id: string; item: Item } {
  if (typeof record !== 'object' || record === null || record.constructor !== Object) {
    throw new Error(`${place} is not a JSON object. Each item is one.`);
  }
  const { id, ...attributes } = { id: defaultId, ...record };
  if (typeof id !== 'string' || id === '') {
    throw new Error(`${place} has an "id" that is not text, or empty. The table's key is text.`);
  }
  return { id, item: marshall({ id, ...attributes }) };
}

/** Numbers keep every digit on their way into the table. */
function parseExactly(json: string): unknown {
  return parse(json, undefined, (number) => NumberValueImpl.from(number));
}
