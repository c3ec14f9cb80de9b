import { Fn } from 'cdktf';

/** What some principals may do: on collections `name`, on indices `collection/index`. */
export interface AccessRule {
  readonly description: string;
  readonly principals: readonly string[];
  readonly collections?: Permissions;
  readonly indices: Permissions;
}

interface Permissions {
  readonly names: readonly string[];
  readonly permissions: readonly string[];
}

/** The data access policy of a collection: one entry a rule. */
export function accessPolicyDocument(rules: readonly AccessRule[]): string {
  return Fn.jsonencode(
    rules.map(({ description, principals, collections, indices }) => ({
      Description: description,
      Principal: principals,
      Rules: [...(collections ? [rule('collection', collections)] : []), rule('index', indices)],
    })),
  );
}

function rule(resourceType: 'collection' | 'index', { names, permissions }: Permissions) {
  return {
    ResourceType: resourceType,
    Resource: names.map((name) => `${resourceType}/${name}`),
    Permission: permissions,
  };
}
