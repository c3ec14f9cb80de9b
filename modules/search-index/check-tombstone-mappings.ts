import type { Construct } from 'constructs';
import type { ModuleVariable } from '../terraform-module/module-variable';
import { addVariableRule, InvalidPropError } from '../validation';
import { DEFAULT_MAPPINGS } from './default-index';

/** The fields that the alias and the sweep find tombstones by. */
const { id, at, deleted } = DEFAULT_MAPPINGS.properties._cdc.properties;
const NEEDED = { id, at, deleted };

const ALLOWED = `one that has, with softDelete, ${JSON.stringify(NEEDED)} in properties._cdc.properties`;

/** Throws an `InvalidPropError` where the mappings would hide tombstones from the alias and the sweep. */
export function checkTombstoneMappings(scope: Construct, mappings: object): void {
  const cdc = member(member(mappings, 'properties'), '_cdc');
  const fields = member(cdc, 'properties');
  const isMapped = Object.entries(NEEDED).every(
    ([name, { type }]) => member(member(fields, name), 'type') === type,
  );
  if (isMapped) return;
  throw new InvalidPropError(scope, {
    prop: 'mappings',
    value: { properties: { _cdc: cdc } },
    allowed: ALLOWED,
    mend: 'Put ...DEFAULT_MAPPINGS.properties into its properties.',
  });
}

/**
 * Terraform's counterpart.
 * @param mappings an expression of a list of mappings, each a text of JSON or null
 * @param softDelete an expression
 */
export function addTombstoneRule(variable: ModuleVariable, mappings: string, softDelete: string): void {
  const areMapped = Object.entries(NEEDED).map(
    ([name, { type }]) => `jsondecode(value).properties._cdc.properties.${name}.type == "${type}"`,
  );
  const wrong = `[for value in ${mappings} : value if ${softDelete} && value != null && !try(${areMapped.join(' && ')}, false)]`;
  addVariableRule(variable, {
    condition: `length(${wrong}) == 0`,
    prop: 'mappings',
    value: `{ properties = try({ _cdc = jsondecode(${wrong}[0]).properties._cdc }, {}) }`,
    allowed: ALLOWED,
    mend: 'Add these fields there, or leave mappings out.',
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
