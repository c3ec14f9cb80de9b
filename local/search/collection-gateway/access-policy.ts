/** What a data access policy can grant on an index: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html */
export type IndexPermission =
  | 'aoss:CreateIndex'
  | 'aoss:DescribeIndex'
  | 'aoss:UpdateIndex'
  | 'aoss:DeleteIndex'
  | 'aoss:ReadDocument'
  | 'aoss:WriteDocument';

/** What it can grant on the collection: index aliases and index templates. */
export type CollectionPermission =
  | 'aoss:CreateCollectionItems'
  | 'aoss:DescribeCollectionItems'
  | 'aoss:UpdateCollectionItems'
  | 'aoss:DeleteCollectionItems';

export type Access =
  | { readonly permission: IndexPermission; readonly index: string }
  | { readonly permission: CollectionPermission };

/** One element of a data access policy's JSON. */
interface AccessStatement {
  readonly Rules: readonly {
    readonly ResourceType: string;
    readonly Resource: readonly string[];
    readonly Permission: readonly string[];
  }[];
  readonly Principal: readonly string[];
}

/**
 * Whether one of the policies grants the access to whoever has one of the ARNs. An index may be given as
 * a wildcard expression: it is granted where a rule covers every index that the expression can match.
 */
export function isGranted(
  policies: readonly string[],
  collection: string,
  arns: readonly string[],
  access: Access,
): boolean {
  const resource = 'index' in access ? `index/${collection}/${access.index}` : `collection/${collection}`;
  const resourceType = 'index' in access ? 'index' : 'collection';
  return policies
    .flatMap((policy) => JSON.parse(policy) as AccessStatement[])
    .filter((statement) => statement.Principal.some((pattern) => arns.some((arn) => matches(pattern, arn))))
    .flatMap((statement) => statement.Rules)
    .some(
      (rule) =>
        rule.ResourceType === resourceType &&
        rule.Resource.some((pattern) => matches(pattern, resource)) &&
        rule.Permission.some((permission) => permission === 'aoss:*' || permission === access.permission),
    );
}

/** `*` stands for any run of characters, itself among them: so a pattern covers all that `text`, as a pattern, can match. */
function matches(pattern: string, text: string): boolean {
  const literals = pattern.split('*').map((literal) => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's').test(text);
}
