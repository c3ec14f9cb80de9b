import type { BlockStructure, Json, JsonObject } from '../../../terraform/hcl';
import { isJsonObject, listOf, members } from '../../../terraform/hcl/json';

type Arguments = BlockStructure['arguments'];
type Kinds = Map<string, 'block' | 'attribute'>;

/**
 * What the bindings tell of a synthesis' arguments; objects of which they tell nothing, because an override set them, are
 * taken for blocks. Terraform may know better: for people who read a diff either will do.
 */
export function withBlocks(known: Arguments, json: JsonObject): Arguments {
  const all = new Map<string, Kinds>([...known].map(([type, kinds]) => [type, new Map(kinds)]));
  for (const [room, prefix] of [
    ['resource', ''],
    ['data', 'data.'],
  ] as const)
    for (const [type, byName] of members(json[room])) {
      const kinds: Kinds = all.get(`${prefix}${type}`) ?? new Map();
      all.set(`${prefix}${type}`, kinds);
      for (const [, body] of members(byName)) addBlocks(body, '', kinds);
    }
  return all;
}

function addBlocks(body: Json, path: string, kinds: Kinds): void {
  for (const [name, value] of members(body)) {
    if (!listOf(value).some(isJsonObject)) continue;
    const argument = `${path}${name}`;
    if (!kinds.has(argument)) kinds.set(argument, 'block');
    if (kinds.get(argument) === 'block')
      for (const nested of listOf(value)) addBlocks(nested, `${argument}.`, kinds);
  }
}
