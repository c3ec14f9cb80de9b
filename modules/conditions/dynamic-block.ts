import type { TerraformResource } from 'cdktf';
import type { Condition } from './condition';
import { conditional } from './conditional';

type Content = Readonly<Record<string, unknown>>;

/**
 * Gives the resource a nested block, always or if Terraform finds the condition true.
 * @param path the block's name, after those of the blocks that it lies in; its arguments are spelt as Terraform does
 */
export function dynamicBlock(
  resource: TerraformResource,
  path: readonly string[],
  condition: Condition,
  content: Content,
): void {
  if (condition === true) resource.addOverride(path.join('.'), content);
  else if (condition !== false) dynamicBlocks(resource, path, conditional(condition, [1], []), content);
}

/** Gives the resource a nested block for each element of the expression; in the content it is `NAME.value`. */
export function dynamicBlocks(
  resource: TerraformResource,
  path: readonly string[],
  forEach: unknown,
  content: Content,
): void {
  const outer = path.slice(0, -1).map((name) => `${name}.`);
  resource.addOverride(`${outer.join('')}dynamic.${path.at(-1)}`, { for_each: forEach, content });
}
