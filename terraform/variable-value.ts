import { literal } from '../modules/terraform-module/expression';
import { variableName } from '../modules/terraform-module/variable-name';
import type { Json } from './hcl';
import { json, type Kind } from './variables/kind';
import { ROUTES } from './variables/pipeline-variables';

const JSON_MEMBERS: readonly string[] = ['filter', 'mappings', 'settings'];

/** A prop's value as a variable's: what has no fixed form is written with `jsonencode`. */
export function variableValue(kind: Kind | undefined, value: unknown): Json {
  if (kind === json) return encoded(value);
  if (kind === ROUTES && Array.isArray(value)) return value.map((route: object) => routeValue(route));
  return JSON.parse(JSON.stringify(value));
}

function routeValue(route: object): Json {
  return Object.fromEntries(
    Object.entries(route).map(([prop, value]) => [
      variableName(prop),
      JSON_MEMBERS.includes(prop) ? encoded(value) : JSON.parse(JSON.stringify(value)),
    ]),
  );
}

function encoded(value: unknown): string {
  return `\${jsonencode(${literal(value)})}`;
}
