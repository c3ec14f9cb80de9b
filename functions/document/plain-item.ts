import type { AttributeMap, BinaryEncoding } from '../change/attribute-value';
import { fieldName } from './attribute-name';
import { itemJson, joined } from './item-json';

const NO_PLACES: readonly number[] = [];

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
    private readonly places: readonly number[] = NO_PLACES,
  ) {}

  get bytes(): number {
    return this.end - this.start;
  }

  /** How many members it has; none where their places were not noted. */
  get count(): number {
    return this.places.length / 2;
  }

  /** The place of a member's name, which a colon follows. */
  nameAt(member: number): number {
    return this.places[2 * member] as number;
  }

  valueAt(member: number): number {
    return this.places[2 * member + 1] as number;
  }

  /** The place after a member's value. */
  endAt(member: number): number {
    return (this.places[2 * member + 2] ?? this.end + 1) - 1;
  }

  /** Whether a member has this name, a {@link memberName}. */
  isNamed(member: number, name: Uint8Array): boolean {
    const start = this.nameAt(member);
    if (this.valueAt(member) - start !== name.length) return false;
    for (let i = 0; i < name.length; i++) if (this.json[start + i] !== name[i]) return false;
    return true;
  }

  toString(): string {
    return this.json.toString('utf8', this.start, this.end);
  }
}

/** The name of the member that an attribute of an item's root becomes: as JSON, with its colon. */
export function memberName(attribute: string): Buffer {
  return Buffer.from(`${JSON.stringify(fieldName(attribute, true))}:`);
}

export function plainItem(item: AttributeMap, encoding: BinaryEncoding): PlainItem {
  const places: number[] = [];
  let end = 0;
  const members = itemJson(item, encoding);
  for (const [name, value] of members) {
    const valueAt = end + Buffer.byteLength(name) + 1;
    places.push(end, valueAt);
    end = valueAt + Buffer.byteLength(value) + 1;
  }
  const json = Buffer.from(members.map(joined).join(','));
  return new PlainItem(json, 0, json.length, places);
}
