import type { StackName } from '../modules/stacks';
export function exampleFiles(_: StackName): ReadonlyMap<string, string> {
  return new Map();
}
