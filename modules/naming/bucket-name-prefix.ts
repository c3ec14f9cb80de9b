import { Fn, Token } from 'cdktf';
import { namePrefix } from './name-prefix';

const MAX_BUCKET_PREFIX_LENGTH = 37;

/**
 * A name of another service as the beginning of a bucket's: lower-case letters, digits and "-", which it does not begin
 * with. A bucket's name may have "." too, but no two in a row, and TLS finds none with "." by its host name
 * ("Bucket naming rules", S3 user guide).
 */
export function bucketNamePrefix(name: string): string {
  const bucketName = Token.isUnresolved(name)
    ? Fn.replace(Fn.lower(Fn.replace(name, '/[._]/', '-')), '/^-+/', '')
    : name.toLowerCase().replaceAll(/[._]/g, '-').replace(/^-+/, '');
  return namePrefix(bucketName, MAX_BUCKET_PREFIX_LENGTH);
}
