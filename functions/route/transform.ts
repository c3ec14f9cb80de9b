import type { LosslessNumber } from 'lossless-json';

/**
 * A module of the user's that says what each index has of an item: bundled into the function, it exports one as
 * `transform`. The same item and change must always give the same documents, whatever else there is: a change may come
 * twice, or be redriven.
 *
 * @param item as in a document without a transform, by the attributes' own names: sets as arrays, binary as base64 text
 * @returns by the names of the indices, the document that the index is to have; an index that is not named, or
 *   `undefined`, is to have none
 * @throws anything: the change is parked, and the item is in no index until its next change
 */
export type Transform = (item: TransformItem, change: TransformChange) => Readonly<Record<string, unknown>>;

export type TransformItem = { readonly [attribute: string]: TransformValue };

/** A number that a double cannot hold exactly is a `LosslessNumber`, whose `value` is its digits. */
export type TransformValue =
  | string
  | number
  | LosslessNumber
  | boolean
  | null
  | readonly TransformValue[]
  | { readonly [name: string]: TransformValue };

export interface TransformChange {
  readonly table: string;
  /** When the item changed, in microseconds since 1970; as exact as the source tells it. */
  readonly at: number;
}
