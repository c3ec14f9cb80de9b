import type { StackName } from '../modules/stacks';
import type { JsonObject } from './hcl';
export function readme(_: StackName, __: JsonObject): string {
  return '';
}
