import { Fn, Token } from 'cdktf';

/**
 * A prefix for a name that is shared beyond one Region (an IAM role's, a bucket's): AWS's provider adds 26
 * characters to it, so that the same stack deploys to two Regions of one account, or beside another's.
 */
export function namePrefix(name: string, maxLength: number): string {
  const length = maxLength - 1;
  return `${Token.isUnresolved(name) ? Fn.substr(name, 0, length) : name.slice(0, length)}-`;
}
