import { DataAwsOpensearchserverlessCollection } from '@cdktf/provider-aws/lib/data-aws-opensearchserverless-collection';
import { OpensearchserverlessAccessPolicy } from '@cdktf/provider-aws/lib/opensearchserverless-access-policy';
import { OpensearchserverlessCollection } from '@cdktf/provider-aws/lib/opensearchserverless-collection';
import { OpensearchserverlessSecurityPolicy } from '@cdktf/provider-aws/lib/opensearchserverless-security-policy';
import { Fn, type ITerraformDependable, Lazy, Op, ref, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  type Condition,
  choose,
  eitherOf,
  hasElements,
  isPossible,
  madeIf,
  not,
  orElse,
  preventDestroy,
} from '../conditions';
import type { LambdaFunction } from '../lambda-function';
import {
  checkBooleans,
  checkEach,
  checkKmsKeyArn,
  checkName,
  InvalidPropError,
  NAME_RULES,
  type TextRule,
} from '../validation';
import { type AccessRule, accessPolicyDocument } from './access-policy-document';
import { encryptionPolicyDocument } from './encryption-policy-document';
import { networkPolicyDocument } from './network-policy-document';

export interface SearchCollectionProps {
  /**
   * The collection, and its encryption, network and data access policies: 3 to 32 lower-case letters, digits
   * and "-".
   */
  readonly collectionName: string;
  /**
   * Makes the collection, with its encryption and network policies; with `false` it must be there already, and stays as
   * it is. @default true
   */
  readonly createCollection?: Condition;
  /**
   * The data access policy: 3 to 32 lower-case letters, digits and "-". Another pipeline's, or the collection's own, has
   * another name. @default the collection's name; needed for a collection that was there already
   */
  readonly accessPolicyName?: string;
  /** @default a key that AWS owns */
  readonly collectionKmsKeyArn?: string;
  /** Serverless VPC endpoints; when given, the API is reached through these only. @default public, signed */
  readonly vpcEndpointIds?: readonly string[];
  /**
   * Whether Dashboards opens from the internet; otherwise it does through the VPC endpoints, if there are any.
   * @default true, or false when VPC endpoints are given
   */
  readonly publicDashboards?: Condition;
  /**
   * Who may search and open Dashboards: ARNs of IAM roles and users, or `saml/…` and `iamidentitycenter/…`
   * principals. IAM principals need `aoss:APIAccessAll` and `aoss:DashboardsAccessAll` of their own too.
   * @default nobody
   */
  readonly readers?: readonly string[];
  /** Copies in another Availability Zone; without them it costs half. @default true */
  readonly standbyReplicas?: Condition;
  /** Refuses to delete the collection, and with it every index. @default true */
  readonly deletionProtection?: Condition;
}

type Grant = Pick<AccessRule, 'collections' | 'indices'>;

/**
 * An OpenSearch Serverless collection with its encryption, network and data access policies. It is of type SEARCH:
 * the other types refuse documents with an id of their own, which every versioned write needs.
 */
export class SearchCollection extends Construct {
  readonly accessPolicy: OpensearchserverlessAccessPolicy;
  /** The collection, unless it was there already. */
  readonly collection?: OpensearchserverlessCollection;
  /** The collection, if it was there already. */
  readonly existingCollection?: DataAwsOpensearchserverlessCollection;
  /** What lets callers in, for what must not call before. */
  readonly policies: readonly ITerraformDependable[];
  /** For the access policy, which must not wait for the collection: that waits for the policy. */
  private readonly collectionName: string;
  private readonly isMade: Condition;
  private readonly rules: AccessRule[] = [];

  /** @throws InvalidPropError */
  constructor(scope: Construct, id: string, props: SearchCollectionProps) {
    super(scope, id);
    checkBooleans(this, props, [
      'createCollection',
      'publicDashboards',
      'standbyReplicas',
      'deletionProtection',
    ]);
    const { collectionName, createCollection = true, readers = [] } = props;
    const { accessPolicyName = defaultPolicyName(this, props) } = props;
    checkName(this, 'collectionName', collectionName, NAME_RULES.searchCollection);
    checkName(this, 'accessPolicyName', accessPolicyName, NAME_RULES.searchPolicy);
    checkKmsKeyArn(this, 'collectionKmsKeyArn', props.collectionKmsKeyArn);
    checkEach(this, 'vpcEndpointIds', props.vpcEndpointIds ?? [], VPC_ENDPOINT_RULE);
    checkEach(this, 'readers', readers, READER_RULE);

    this.collectionName = collectionName;
    this.isMade = createCollection;
    this.accessPolicy = new OpensearchserverlessAccessPolicy(this, 'access-policy', {
      name: accessPolicyName,
      type: 'data',
      description: `Who reads and writes the collection ${collectionName}`,
      policy: Lazy.stringValue({ produce: () => accessPolicyDocument(this.rules) }),
    });
    this.policies = [this.accessPolicy];
    if (isPossible(createCollection)) {
      const { networkPolicy, collection } = this.createCollection(props);
      this.collection = collection;
      this.policies = [this.accessPolicy, networkPolicy];
    }
    if (isPossible(not(createCollection)))
      this.existingCollection = madeIf(
        not(createCollection),
        new DataAwsOpensearchserverlessCollection(this, 'existing', {
          name: collectionName,
          lifecycle: { postcondition: [OF_TYPE_SEARCH] },
        }),
      );

    if (isPossible(hasElements(readers))) {
      this.rules.push({
        description: 'Readers',
        principals: readers,
        collections: { names: [collectionName], permissions: ['aoss:DescribeCollectionItems'] },
        indices: { names: [`${collectionName}/*`], permissions: ['aoss:DescribeIndex', 'aoss:ReadDocument'] },
        when: hasElements(readers),
      });
    }
    this.node.addValidation({ validate: () => this.unusedErrors() });
  }

  get collectionId(): string {
    return this.attribute(({ id }) => id);
  }

  get arn(): string {
    return this.attribute(({ arn }) => arn);
  }

  get endpoint(): string {
    return this.attribute(({ collectionEndpoint }) => collectionEndpoint);
  }

  get dashboardEndpoint(): string {
    return this.attribute(({ dashboardEndpoint }) => dashboardEndpoint);
  }

  /** Lets the function put documents into indices, and add fields to their mappings; not create them, not read. */
  grantWrite(grantee: LambdaFunction, indexNames: readonly string[]): void {
    this.grant(grantee, this.indexRule(indexNames, ['aoss:UpdateIndex', 'aoss:WriteDocument']));
  }

  /** Lets the function find documents of indices, and delete them. */
  grantSweep(grantee: LambdaFunction, indexNames: readonly string[], when: Condition = true): void {
    this.grant(grantee, this.indexRule(indexNames, ['aoss:ReadDocument', 'aoss:WriteDocument']), when);
  }

  /**
   * Lets the function create indices, and bring their mappings and settings up to date; with `aliases`, make
   * aliases too, for which Serverless has a permission on the whole collection only.
   */
  grantManageIndices(
    grantee: LambdaFunction,
    indexNames: readonly string[],
    aliases: Condition = false,
  ): void {
    this.grant(grantee, {
      collections: {
        names: [this.collectionName],
        permissions: ['aoss:CreateCollectionItems'],
        when: aliases,
      },
      ...this.indexRule(indexNames, ['aoss:CreateIndex', 'aoss:DescribeIndex', 'aoss:UpdateIndex']),
    });
  }

  private createCollection(props: SearchCollectionProps) {
    const { collectionName, vpcEndpointIds = [], createCollection = true } = props;
    const publicDashboards = orElse(props.publicDashboards, not(hasElements(vpcEndpointIds)));
    const encryptionPolicy = new OpensearchserverlessSecurityPolicy(this, 'encryption-policy', {
      name: collectionName,
      type: 'encryption',
      description: `Encrypts the collection ${collectionName}`,
      policy: encryptionPolicyDocument(collectionName, props.collectionKmsKeyArn),
    });
    const networkPolicy = new OpensearchserverlessSecurityPolicy(this, 'network-policy', {
      name: collectionName,
      type: 'network',
      description: `Where the collection ${collectionName} is reached from`,
      policy: networkPolicyDocument(collectionName, vpcEndpointIds, publicDashboards),
    });
    const collection = new OpensearchserverlessCollection(this, 'collection', {
      name: collectionName,
      type: 'SEARCH',
      description: 'A search index that follows a DynamoDB table',
      standbyReplicas: choose(props.standbyReplicas ?? true, 'ENABLED', 'DISABLED'),
      // Serverless refuses a collection that no encryption policy covers.
      dependsOn: [encryptionPolicy, networkPolicy, this.accessPolicy],
      ...preventDestroy(props.deletionProtection ?? true),
    });
    for (const made of [encryptionPolicy, networkPolicy, collection]) madeIf(createCollection, made);
    return { networkPolicy, collection };
  }

  private attribute(
    of: (collection: OpensearchserverlessCollection | DataAwsOpensearchserverlessCollection) => string,
  ): string {
    return eitherOf(this.isMade, this.collection, this.existingCollection, of);
  }

  private indexRule(indexNames: readonly string[], permissions: readonly string[]): Grant {
    const names = Token.isUnresolved(indexNames)
      ? Fn.formatlist('%s/%s', [this.collectionName, indexNames])
      : indexNames.map((name) => `${this.collectionName}/${name}`);
    return { indices: { names, permissions } };
  }

  private grant(grantee: LambdaFunction, grant: Grant, when: Condition = true): void {
    this.rules.push({ description: grantee.node.path, principals: [grantee.role.arn], ...grant, when });
    grantee.addToRolePolicy({
      sid: 'CallCollection',
      actions: ['aoss:APIAccessAll'],
      resources: [this.arn],
    });
  }

  private unusedErrors(): string[] {
    return this.rules.length > 0
      ? []
      : ['nobody may use this collection: name readers, or index into it with a SearchIndexer.'];
  }
}

/** What a collection is that was there already is known to Terraform only: it says so before anything is made. */
const OF_TYPE_SEARCH = {
  condition: Op.eq(ref('self.type'), 'SEARCH'),
  errorMessage:
    'The collection must be of type SEARCH: the other types refuse documents with an id of their own, which every versioned write needs. Name another collection, or have one made.',
};

/** The policy of a collection that was there already must not take the name of another's. */
function defaultPolicyName(
  scope: Construct,
  { collectionName, createCollection, accessPolicyName }: SearchCollectionProps,
): string {
  if (createCollection !== false) return collectionName;
  throw new InvalidPropError(scope, {
    prop: 'accessPolicyName',
    value: accessPolicyName,
    allowed: 'the name of a new data access policy when createCollection is false',
    mend: 'Give accessPolicyName, or leave createCollection out.',
  });
}

const READER_RULE: TextRule = {
  pattern:
    /^(arn:[^:]+:(iam|sts)::\d{12}:[^\s*"\\]+|saml\/\d{12}\/[^\s*"\\]+|iamidentitycenter\/[^\s*"\\]+)$/,
  allowed: 'ARNs of IAM roles or users, or saml/… or iamidentitycenter/… principals, without wildcards',
  mend: 'Name each reader, for example arn:aws:iam::111122223333:role/analyst.',
};

const VPC_ENDPOINT_RULE: TextRule = {
  pattern: /^vpce-[0-9a-z]+$/,
  allowed: 'ids of OpenSearch Serverless VPC endpoints, vpce-…',
  mend: 'Give the ids of endpoints made for OpenSearch Serverless, or leave it out for a public API.',
};
