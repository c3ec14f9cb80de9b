import type { TerraformResourceLifecycle } from 'cdktf';
import type { Condition } from './condition';

/** Terraform takes no expression for `prevent_destroy`: where it decides itself, nothing is protected by it. */
export function preventDestroy(condition: Condition): { readonly lifecycle?: TerraformResourceLifecycle } {
  return typeof condition === 'boolean' ? { lifecycle: { preventDestroy: condition } } : {};
}
