import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { InvalidPropError } from '../validation';

/** Throws an `InvalidPropError` unless the value is an `http` or `https` origin; tokens are let through. */
export function checkSearchEndpoint(scope: Construct, value: string): void {
  if (Token.isUnresolved(value) || isOrigin(value)) return;
  throw new InvalidPropError(scope, {
    prop: 'searchEndpoint',
    value,
    allowed: 'a URL without a path: https://HOST or http://HOST:PORT',
    mend: "Give such a URL, or leave it out for the collection's own endpoint.",
  });
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname, search, hash, username } = new URL(value);
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === '';
}
