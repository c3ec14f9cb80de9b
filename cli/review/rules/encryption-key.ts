import { type Path, type Value, valueAt } from '../plan/value';
import { parsed } from '../policy/policy-document';
import { attribute, isNothing, type Types } from './checks';
import type { Check } from './rule';

/** A key of one's own that is taken out, or gives way to another; a first one only makes it stronger. */
export function keyChange(types: Types, path: Path): Check {
  return attribute(types, path, isOwn);
}

/** The same of an OpenSearch Serverless collection, whose encryption policy names the key. */
export const collectionKeyChange: Check = attribute(
  'aws_opensearchserverless_security_policy',
  ['policy'],
  (before, after) => isOwn(keyOf(before)) && keyOf(before) !== keyOf(after),
);

function keyOf(policy: Value | undefined): Value | undefined {
  return policy === undefined ? undefined : valueAt(parsed(policy), ['KmsARN']);
}

/** Not `alias/aws/kinesis` and its like, which are AWS's. */
function isOwn(key: Value | undefined): boolean {
  return !isNothing(key) && !String(key).includes('alias/aws/');
}
