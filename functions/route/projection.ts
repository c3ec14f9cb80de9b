import { memberName, PlainItem } from '../document/plain-item';
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
  for (const [name, newName] of Object.entries(rename)) fates.set(name, memberName(newName));
  const others: Fate = include === undefined ? 'kept' : 'left out';
  const named = Array.from(fates, ([name, fate]) => ({ name: memberName(name), fate }));

  const fateOf = (item: PlainItem, member: number): Fate =>
    named.find(({ name }) => item.isNamed(member, name))?.fate ?? others;
  const growth = Object.values(rename).reduce((sum, name) => sum + memberName(name).length, 0);
  return (item: PlainItem): PlainItem => {
    const { json } = item;
    const cut = Buffer.allocUnsafe(item.bytes + growth);
    let length = 0;
    const add = (start: number, end: number, name?: Buffer) => {
      if (length > 0) cut[length++] = COMMA;
      if (name !== undefined) length += name.copy(cut, length);
      length += json.copy(cut, length, start, end);
    };
    // Members that are kept one after the other are copied at once.
    let kept = 0;
    for (let i = 0; i <= item.count; i++) {
      const fate = i === item.count ? 'left out' : fateOf(item, i);
      if (fate === 'kept') continue;
      if (kept < i) add(item.nameAt(kept), item.endAt(i - 1));
      if (fate !== 'left out') add(item.valueAt(i), item.endAt(i), fate);
      kept = i + 1;
    }
    return new PlainItem(cut, 0, length);
  };
}
