import type { Construct } from 'constructs';
import { checkName, InvalidPropError, NAME_RULES } from '../validation';

/** Throws an `InvalidPropError` for what no alias beside these indices can be called; tokens are let through. */
export function checkLiveAliasName(scope: Construct, name: string, indexNames: readonly string[]): void {
  checkName(scope, 'liveAliasName', name, NAME_RULES.searchIndex);
  if (!indexNames.includes(name)) return;
  throw new InvalidPropError(scope, {
    prop: 'liveAliasName',
    value: name,
    allowed: 'another name than that of an index',
    mend: 'Choose another liveAliasName, or leave it out.',
  });
}
