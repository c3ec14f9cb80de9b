import { Fn, Token } from 'cdktf';
import { namePrefix } from './name-prefix';

const MAX_BUCKET_PREFIX_LENGTH = 37;

/**
 * A name of another service as the beginning of a bucket's, which has lower-case letters, digits, "." and "-" only, and
 * does not begin with the latter two.
 */
export function bucketNamePrefix(name: string): string {
  const bucketName = Token.isUnresolved(name)
    ? Fn.replace(Fn.lower(Fn.replace(name, '_', '-')), '/^[.-]+/', '')
    : name
        .toLowerCase()
        .replaceAll('_', '-')
        .replace(/^[.-]+/, '');
  return namePrefix(bucketName, MAX_BUCKET_PREFIX_LENGTH);
}
