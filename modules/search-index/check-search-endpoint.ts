import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { matches } from '../terraform-module/expression';
import { variableOf } from '../terraform-module/module-variable';
import { addVariableRule, InvalidPropError } from '../validation';

const WORDS = {
  allowed: 'a URL without a path: https://HOST or http://HOST:PORT',
  mend: "Give such a URL, or leave it out for the collection's own endpoint.",
};

/** As far as a pattern can tell an origin. */
const ORIGIN = /^https?:\/\/([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?\/?$/;

/** Throws an `InvalidPropError` unless the value is an `http` or `https` origin; tokens are let through. */
export function checkSearchEndpoint(scope: Construct, value: string): void {
  const variable = variableOf(value);
  if (variable !== undefined)
    addVariableRule(variable, { condition: matches(ORIGIN, variable.name), ...WORDS });
  if (Token.isUnresolved(value) || isOrigin(value)) return;
  throw new InvalidPropError(scope, {
    prop: 'searchEndpoint',
    value,
    ...WORDS,
  });
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname, search, hash, username } = new URL(value);
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === '';
}
