import { isLosslessNumber } from 'lossless-json';
import { attributeName } from '../../functions/document/attribute-name';
import type { CollectionReader, Document } from './collection-reader';
import type { PlainItem } from './comparison';

/** The item that a document is made of: without what the pipeline notes, and with the attributes' own names. */
export function documentItem({ _cdc, ...fields }: Document): PlainItem {
  return withAttributeNames(fields);
}

/** The items that an index has documents of. */
export async function indexedItems(reader: CollectionReader): Promise<PlainItem[]> {
  const items: PlainItem[] = [];
  for await (const document of reader.documents()) items.push(documentItem(document));
  return items;
}

function withAttributeNames(fields: PlainItem): PlainItem {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [attributeName(name), valueWithAttributeNames(value)]),
  );
}

function valueWithAttributeNames(value: unknown): unknown {
  if (isLosslessNumber(value)) return value;
  if (Array.isArray(value)) return value.map(valueWithAttributeNames);
  return typeof value === 'object' && value !== null ? withAttributeNames({ ...value }) : value;
}
