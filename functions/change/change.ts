import type { PlainItem } from '../document/plain-item';
import type { AttributeMap, BinaryEncoding } from './attribute-value';

/** One change of one item, as either source tells it. */
export interface Change {
  readonly source: 'kinesis' | 'streams';
  readonly table: string;
  readonly kind: 'upsert' | 'remove';
  readonly keys: AttributeMap;
  /** The item after the change; an upsert has it in one of two forms. */
  readonly newImage?: AttributeMap;
  readonly plainImage?: PlainItem;
  readonly binaryEncoding: BinaryEncoding;
  /** When the item changed, in microseconds since 1970; as exact as the source tells it. */
  readonly at: number;
  /** The unit that the source told the time in. */
  readonly precision: TimePrecision;
  /** The record's place in the batch, from 0. */
  readonly position: number;
}

export type TimePrecision = 'SECOND' | 'MILLISECOND' | 'MICROSECOND';
