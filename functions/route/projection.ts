import { fieldName } from '../document/attribute-name';
import { type Member, PlainItem } from '../document/plain-item';
import type { Route } from './route';

/** What becomes of a field: it stays as it is, is left out, or gets another name. */
type Fate = 'kept' | 'left out' | Buffer;

const COMMA = 0x2c;

/**
 * Makes the function that cuts items down to the attributes that a route is to have. A name that `rename` gives belongs
 * to the attribute that gets it: another attribute of that name is left out.
 */
export function projection({ include, exclude = [], rename = {} }: Omit<Route, 'index' | 'filter'>) {
  const fates = new Map<string, Fate>();
  for (const name of include ?? []) fates.set(name, 'kept');
  for (const name of [...exclude, ...Object.values(rename)]) fates.set(name, 'left out');
  for (const [name, newName] of Object.entries(rename)) fates.set(name, field(newName));
  const others: Fate = include === undefined ? 'kept' : 'left out';
  const named = Array.from(fates, ([name, fate]) => ({ name: field(name), fate }));

  const fateOf = (json: Buffer, { name, value }: Member): Fate => {
    for (const candidate of named) {
      if (value - name === candidate.name.length && candidate.name.compare(json, name, value) === 0)
        return candidate.fate;
    }
    return others;
  };
  const growth = Object.values(rename).reduce((sum, name) => sum + field(name).length, 0);
  return (item: PlainItem): PlainItem => {
    const { json } = item;
    const cut = Buffer.allocUnsafe(item.bytes + growth);
    let length = 0;
    for (const member of item.members()) {
      const fate = fateOf(json, member);
      if (fate === 'left out') continue;
      if (length > 0) length = cut.writeUInt8(COMMA, length);
      if (fate !== 'kept') length += fate.copy(cut, length);
      length += json.copy(cut, length, fate === 'kept' ? member.name : member.value, member.end);
    }
    return new PlainItem(cut, 0, length);
  };
}

/** A field's name as JSON, with its colon. */
function field(attribute: string): Buffer {
  return Buffer.from(`${JSON.stringify(fieldName(attribute, true))}:`);
}
