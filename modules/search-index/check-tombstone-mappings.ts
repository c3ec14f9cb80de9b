import type { Construct } from 'constructs';
import { InvalidPropError } from '../validation';
import { DEFAULT_MAPPINGS } from './default-index';

/** The fields that the alias and the sweep find tombstones by. */
const { id, at, deleted } = DEFAULT_MAPPINGS.properties._cdc.properties;
const NEEDED = { id, at, deleted };

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
    allowed: `one that has, with softDelete, ${JSON.stringify(NEEDED)} in properties._cdc.properties`,
    mend: 'Put ...DEFAULT_MAPPINGS.properties into its properties.',
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
