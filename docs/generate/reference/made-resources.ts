import { App, TerraformDataSource, TerraformResource, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';

/** A resource of Terraform's, or `data.` and the type of one that is only looked up. */
export interface MadeResource {
  /** Its construct's path, from the construct that was asked for: `indexer/function/role`. */
  readonly path: string;
  readonly type: string;
}

/** What the construct has Terraform make, in the order in which it is declared. */
export function madeResources(make: (stack: TerraformStack) => Construct): readonly MadeResource[] {
  const root = make(new TerraformStack(Testing.stubVersion(new App()), 'stack'));
  return root.node.findAll().flatMap((construct) => {
    const type = typeOf(construct);
    if (type === undefined) return [];
    const path = construct.node.path.slice(root.node.path.length + 1).replace(/(^|\/)Default$/, '');
    return [{ path, type }];
  });
}

function typeOf(construct: unknown): string | undefined {
  if (TerraformResource.isTerraformResource(construct)) return resourceType(construct);
  if (TerraformDataSource.isTerraformDataSource(construct)) return `data.${resourceType(construct)}`;
  return undefined;
}

function resourceType({ terraformResourceType }: { readonly terraformResourceType: string }): string {
  return terraformResourceType;
}
