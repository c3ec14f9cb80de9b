import { Fn, Token } from 'cdktf';
import { type Condition, conditionalList } from '../conditions';

/** What some principals may do: on collections `name`, on indices `collection/index`. */
export interface AccessRule {
  readonly description: string;
  readonly principals: readonly string[];
  readonly collections?: Permissions;
  readonly indices: Permissions;
  /** Whether it is part of the policy. @default true */
  readonly when?: Condition;
}

interface Permissions {
  readonly names: readonly string[];
  readonly permissions: readonly string[];
  /** Whether they are given. @default true */
  readonly when?: Condition;
}

/** The data access policy of a collection: one entry a rule. */
export function accessPolicyDocument(rules: readonly AccessRule[]): string {
  return Fn.jsonencode(
    conditionalList(
      rules.map(({ description, principals, collections, indices, when = true }) => [
        {
          Description: description,
          Principal: principals,
          Rules: conditionalList([
            ...(collections ? [[rule('collection', collections), collections.when ?? true] as const] : []),
            [rule('index', indices), true],
          ]),
        },
        when,
      ]),
    ),
  );
}

function rule(resourceType: 'collection' | 'index', { names, permissions }: Permissions) {
  return {
    ResourceType: resourceType,
    Resource: Token.isUnresolved(names)
      ? Fn.formatlist(`${resourceType}/%s`, [names])
      : names.map((name) => `${resourceType}/${name}`),
    Permission: permissions,
  };
}
