import type { Path, Value } from '../plan/value';
import { attribute, isNothing, type Types } from './checks';
import type { Check } from './rule';

/** A key of one's own that is taken out, or gives way to another; a first one only makes it stronger. */
export function keyChange(types: Types, path: Path): Check {
  return attribute(types, path, isOwn);
}

/** Not `alias/aws/kinesis` and its like, which are AWS's. */
function isOwn(key: Value | undefined): boolean {
  return !isNothing(key) && !String(key).includes('alias/aws/');
}
