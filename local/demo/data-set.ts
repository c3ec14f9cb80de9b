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
  return { name: 'movies', items: toItems(Array.isArray(records) ? records : [], file) };
}

/** The user's own items, one JSON object a line. @throws Error that names the line at fault */
export function itemsOf(file: string): DataSet {
  const records = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(line, `${file}:${i + 1}`)]));
  if (records.length === 0) throw new Error(`${file} has no items. Give it one JSON object a line.`);
  return { name: 'items', items: toItems(records, file) };
}

function parseLine(line: string, place: string): unknown {
  try {
    return parseExactly(line);
  } catch (error) {
    throw new Error(
      `${place} is not JSON (${error instanceof Error ? error.message : error}). Each line is one JSON object.`,
    );
  }
}

function toItems(records: readonly unknown[], source: string): Item[] {
  const width = String(records.length).length;
  return records.map((record, i) => {
    if (typeof record !== 'object' || record === null || !(record.constructor === Object)) {
      throw new Error(`${source}: item ${i + 1} is not a JSON object. Each item is one.`);
    }
    const { id, ...attributes } = { id: String(i + 1).padStart(width, '0'), ...record };
    if (typeof id !== 'string' || id === '') {
      throw new Error(
        `${source}: item ${i + 1} has an "id" that is not text, or empty. The table's key is text.`,
      );
    }
    return marshall({ id, ...attributes });
  });
}

/** Numbers keep every digit on their way into the table. */
function parseExactly(json: string): unknown {
  return parse(json, undefined, (number) => NumberValueImpl.from(number));
}
