import { canonicalNumber } from '../../functions/document/number-text';
import { ChangeError } from './change-error';
import { jsonMembers } from './json-members';

/**
 * One text for each key, whatever the order of its attributes and the spelling of its numbers and texts.
 *
 * @param keys a JSON object; a key attribute is text (binary is base64 text) or a number
 */
export function keyText(keys: string): string {
  const attributes = [...(jsonMembers(keys) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  if (attributes.length === 0) throw new ChangeError('its "keys" have no attribute');
  return JSON.stringify(attributes.map(([name, value]) => [name, ...canonical(name, value)]));
}

/** A number is told from a text of the same digits by what stands before it. */
function canonical(name: string, value: string): [type: 'S' | 'N', text: string] {
  if (value.startsWith('"')) return ['S', JSON.parse(value)];
  if (/^[-\d]/.test(value)) return ['N', canonicalNumber(value)];
  throw new ChangeError(
    `its key ${JSON.stringify(name)} is ${value.slice(0, 40)}, but a key is text or a number`,
  );
}
