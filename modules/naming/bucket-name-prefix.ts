import { Fn, Token } from 'cdktf';
import { namePrefix } from './name-prefix';

const MAX_BUCKET_PREFIX_LENGTH = 37;

/** A name of another service as the beginning of a bucket's, which has lower-case letters, digits and "-" only. */
export function bucketNamePrefix(name: string): string {
  const bucketName = Token.isUnresolved(name)
    ? Fn.lower(Fn.replace(name, '_', '-'))
    : name.toLowerCase().replaceAll('_', '-');
  return namePrefix(bucketName, MAX_BUCKET_PREFIX_LENGTH);
}
