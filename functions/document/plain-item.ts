import type { AttributeMap, BinaryEncoding } from '../change/attribute-value';
import { itemJson, joined } from './item-json';

/** An item as plain JSON, in bytes: the members of its object, without the braces. */
export class PlainItem {
  /**
   * @param json memory that others may share
   * @param start the place in it where the members begin
   * @param places of each member the places of its name and of its value
   */
  constructor(
    readonly json: Buffer,
    readonly start: number,
    readonly end: number,
    private readonly places: readonly number[] = [],
  ) {}

  get bytes(): number {
    return this.end - this.start;
  }

  /** The members, in their order; none where their places were not noted. */
  members(): Member[] {
    const { places, end } = this;
    const members: Member[] = [];
    for (let i = 0; i < places.length; i += 2) {
      const [name = 0, value = 0, next = end + 1] = [places[i], places[i + 1], places[i + 2]];
      members.push({ name, value, end: next - 1 });
    }
    return members;
  }

  toString(): string {
    return this.json.toString('utf8', this.start, this.end);
  }
}

/** Where a member lies: its name and a colon from `name` on, its value from `value` on. */
export interface Member {
  readonly name: number;
  readonly value: number;
  readonly end: number;
}

export function plainItem(item: AttributeMap, encoding: BinaryEncoding): PlainItem {
  const places: number[] = [];
  let end = 0;
  const members = itemJson(item, encoding);
  for (const [name, value] of members) {
    places.push(end, end + Buffer.byteLength(name) + 1);
    end += Buffer.byteLength(name) + Buffer.byteLength(value) + 2;
  }
  const json = Buffer.from(members.map(joined).join(','));
  return new PlainItem(json, 0, json.length, places);
}
