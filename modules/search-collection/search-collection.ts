import { OpensearchserverlessAccessPolicy } from '@cdktf/provider-aws/lib/opensearchserverless-access-policy';
import { OpensearchserverlessCollection } from '@cdktf/provider-aws/lib/opensearchserverless-collection';
import { OpensearchserverlessSecurityPolicy } from '@cdktf/provider-aws/lib/opensearchserverless-security-policy';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { LambdaFunction } from '../lambda-function';
import {
  checkBooleans,
  checkEach,
  checkKmsKeyArn,
  checkName,
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
  /** @default a key that AWS owns */
  readonly collectionKmsKeyArn?: string;
  /** Serverless VPC endpoints; when given, the API is reached through these only. @default public, signed */
  readonly vpcEndpointIds?: readonly string[];
  /**
   * Whether Dashboards opens from the internet; otherwise it does through the VPC endpoints, if there are any.
   * @default true, or false when VPC endpoints are given
   */
  readonly publicDashboards?: boolean;
  /**
   * Who may search and open Dashboards: ARNs of IAM roles and users, or `saml/…` and `iamidentitycenter/…`
   * principals. IAM principals need `aoss:APIAccessAll` and `aoss:DashboardsAccessAll` of their own too.
   * @default nobody
   */
  readonly readers?: readonly string[];
  /** Copies in another Availability Zone; without them it costs half. @default true */
  readonly standbyReplicas?: boolean;
  /** Refuses to delete the collection, and with it every index. @default true */
  readonly deletionProtection?: boolean;
}

type Grant = Pick<AccessRule, 'collections' | 'indices'>;

/**
 * An OpenSearch Serverless collection with its encryption, network and data access policies. It is of type SEARCH:
 * the other types refuse documents with an id of their own, which every versioned write needs.
 */
export class SearchCollection extends Construct {
  readonly encryptionPolicy: OpensearchserverlessSecurityPolicy;
  readonly networkPolicy: OpensearchserverlessSecurityPolicy;
  readonly accessPolicy: OpensearchserverlessAccessPolicy;
  readonly collection: OpensearchserverlessCollection;
  /** For the access policy, which must not wait for the collection: that waits for the policy. */
  private readonly collectionName: string;
  private readonly rules: AccessRule[] = [];

  /** @throws InvalidPropError */
  constructor(scope: Construct, id: string, props: SearchCollectionProps) {
    super(scope, id);
    checkBooleans(this, props, ['publicDashboards', 'standbyReplicas', 'deletionProtection']);
    const { collectionName, vpcEndpointIds = [], readers = [], deletionProtection = true } = props;
    const { publicDashboards = vpcEndpointIds.length === 0 } = props;
    checkName(this, 'collectionName', collectionName, NAME_RULES.searchCollection);
    checkKmsKeyArn(this, 'collectionKmsKeyArn', props.collectionKmsKeyArn);
    checkEach(this, 'vpcEndpointIds', vpcEndpointIds, VPC_ENDPOINT_RULE);
    checkEach(this, 'readers', readers, READER_RULE);

    this.collectionName = collectionName;
    this.encryptionPolicy = new OpensearchserverlessSecurityPolicy(this, 'encryption-policy', {
      name: collectionName,
      type: 'encryption',
      description: `Encrypts the collection ${collectionName}`,
      policy: encryptionPolicyDocument(collectionName, props.collectionKmsKeyArn),
    });
    this.networkPolicy = new OpensearchserverlessSecurityPolicy(this, 'network-policy', {
      name: collectionName,
      type: 'network',
      description: `Where the collection ${collectionName} is reached from`,
      policy: networkPolicyDocument(collectionName, vpcEndpointIds, publicDashboards),
    });
    this.accessPolicy = new OpensearchserverlessAccessPolicy(this, 'access-policy', {
      name: collectionName,
      type: 'data',
      description: `Who reads and writes the collection ${collectionName}`,
      policy: Lazy.stringValue({ produce: () => accessPolicyDocument(this.rules) }),
    });
    this.collection = new OpensearchserverlessCollection(this, 'collection', {
      name: collectionName,
      type: 'SEARCH',
      description: 'A search index that follows a DynamoDB table',
      standbyReplicas: (props.standbyReplicas ?? true) ? 'ENABLED' : 'DISABLED',
      // Serverless refuses a collection that no encryption policy covers.
      dependsOn: [this.encryptionPolicy, this.networkPolicy, this.accessPolicy],
      lifecycle: { preventDestroy: deletionProtection },
    });

    if (readers.length > 0) {
      this.rules.push({
        description: 'Readers',
        principals: readers,
        collections: { names: [collectionName], permissions: ['aoss:DescribeCollectionItems'] },
        indices: { names: [`${collectionName}/*`], permissions: ['aoss:DescribeIndex', 'aoss:ReadDocument'] },
      });
    }
    this.node.addValidation({ validate: () => this.unusedErrors() });
  }

  get endpoint(): string {
    return this.collection.collectionEndpoint;
  }

  get dashboardEndpoint(): string {
    return this.collection.dashboardEndpoint;
  }

  /** Lets the function put documents into indices, and add fields to their mappings; not create them, not read. */
  grantWrite(grantee: LambdaFunction, indexNames: readonly string[]): void {
    this.grant(grantee, this.indexRule(indexNames, ['aoss:UpdateIndex', 'aoss:WriteDocument']));
  }

  /** Lets the function find documents of indices, and delete them. */
  grantSweep(grantee: LambdaFunction, indexNames: readonly string[]): void {
    this.grant(grantee, this.indexRule(indexNames, ['aoss:ReadDocument', 'aoss:WriteDocument']));
  }

  /**
   * Lets the function create indices, and bring their mappings and settings up to date; with `aliases`, make
   * aliases too, for which Serverless has a permission on the whole collection only.
   */
  grantManageIndices(grantee: LambdaFunction, indexNames: readonly string[], aliases = false): void {
    this.grant(grantee, {
      ...(aliases && {
        collections: { names: [this.collectionName], permissions: ['aoss:CreateCollectionItems'] },
      }),
      ...this.indexRule(indexNames, ['aoss:CreateIndex', 'aoss:DescribeIndex', 'aoss:UpdateIndex']),
    });
  }

  private indexRule(indexNames: readonly string[], permissions: readonly string[]): Grant {
    return { indices: { names: indexNames.map((name) => `${this.collectionName}/${name}`), permissions } };
  }

  private grant(grantee: LambdaFunction, grant: Grant): void {
    this.rules.push({ description: grantee.node.path, principals: [grantee.role.arn], ...grant });
    grantee.addToRolePolicy({
      sid: 'CallCollection',
      actions: ['aoss:APIAccessAll'],
      resources: [this.collection.arn],
    });
  }

  private unusedErrors(): string[] {
    return this.rules.length > 0
      ? []
      : ['nobody may use this collection: name readers, or index into it with a SearchIndexer.'];
  }
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
