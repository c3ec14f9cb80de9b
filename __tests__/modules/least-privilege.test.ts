import { expect } from 'chai';
import type { Construct } from 'constructs';
import type { Pipeline } from '../../local/demo/pipelines';
import { KinesisToS3 } from '../../modules/pipelines/kinesis-to-s3';
import { KinesisToSearch, type KinesisToSearchProps } from '../../modules/pipelines/kinesis-to-search';
import { StreamsToS3 } from '../../modules/pipelines/streams-to-s3';
import { StreamsToSearch } from '../../modules/pipelines/streams-to-search';
import { AWS_ONLY, awsOnlyActions } from '../deployed/permissions/aws-only';
import { type PermissionProofs, PROOFS, type Role, SETTINGS_PROOFS } from '../deployed/permissions/proofs';
import { jsonEncoded } from './json-encoded';
import { type Resource, Synthesized } from './synthesized';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

interface AccessRule {
  readonly Principal: readonly string[];
  readonly Rules: readonly { ResourceType: string; Resource: string[]; Permission: string[] }[];
}

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const READER = 'arn:aws:iam::111122223333:role/analyst';

const COMMON = {
  tableName: 'orders',
  tracing: true,
  subnetIds: ['subnet-1'],
  securityGroupIds: ['sg-1'],
  tableKmsKeyArn: KEY,
};
const SEARCH = {
  ...COMMON,
  collectionName: 'orders',
  readers: [READER],
  itemsApi: true,
  softDelete: true,
};
const ARCHIVE = { ...COMMON, archiveKmsKeyArn: KEY, archiveFormat: 'parquet' } as const;

const POLICIES: Readonly<Record<string, Role>> = {
  bootstrap: 'search-bootstrap',
  canary: 'archive-canary',
  'delivery-stream': 'firehose',
  forwarder: 'firehose-forwarder',
  indexer: 'search-indexer',
  'items-api': 'items-api',
  sweeper: 'search-sweeper',
  transformer: 'firehose-transformer',
};

/** Where AWS allows no other resource than `*`, with the reason. */
const WILDCARD_RESOURCES: Readonly<Record<string, string>> = {
  WriteTraces: 'X-Ray has no resources',
  JoinVpc: 'Lambda checks the permissions on network interfaces on every resource',
  ListStreams: 'DynamoDB lists streams on every resource',
};

/** Each pipeline with all that adds statements. */
const PIPELINES: Readonly<Record<string, (scope: Construct) => void>> = {
  'kinesis-to-search': (scope) =>
    new KinesisToSearch(scope, 'pipeline', {
      ...SEARCH,
      enhancedFanOut: true,
      streamKmsKeyArn: KEY,
      parkingKmsKeyArn: KEY,
    }),
  'streams-to-search': (scope) =>
    new StreamsToSearch(scope, 'pipeline', { ...SEARCH, parkingKmsKeyArn: KEY }),
  'kinesis-to-s3': (scope) => new KinesisToS3(scope, 'pipeline', { ...ARCHIVE, streamKmsKeyArn: KEY }),
  'streams-to-s3': (scope) => new StreamsToS3(scope, 'pipeline', { ...ARCHIVE, parkingKmsKeyArn: KEY }),
};

for (const [pipeline, add] of Object.entries(PIPELINES))
  describe(`least privilege of ${pipeline}`, () => {
    const stack = Synthesized.of(add);
    const policies = stack.byName('aws_iam_role_policy');

    it('each function, and Firehose, has a role of its own, which no other service takes on', () => {
      const holders = ['aws_lambda_function', 'aws_kinesis_firehose_delivery_stream'].flatMap((type) =>
        stack.resources(type),
      );
      expect(policies).to.have.property('size', holders.length);
      const services = stack
        .resources('aws_iam_role')
        .map((role) => JSON.stringify(jsonEncoded(role.assume_role_policy)))
        .map((policy) => /"Service":"(\w+)\.amazonaws\.com"/.exec(policy)?.[1]);
      expect(services.filter((service) => service === 'lambda')).to.have.length(
        stack.resources('aws_lambda_function').length,
      );
      expect(services.filter((service) => service !== 'lambda')).to.deep.equal(
        stack.resources('aws_kinesis_firehose_delivery_stream').map(() => 'firehose'),
      );
    });

    for (const [name, policy] of policies)
      it(`${name} names its actions, and its resources but where AWS has none`, () => {
        for (const { Sid, Effect, Action, Resource } of statements(policy)) {
          expect(Effect).to.equal('Allow');
          for (const action of Action) expect(action, Sid).to.match(/^[a-z0-9-]+:[A-Za-z]+$/);
          if (Sid in WILDCARD_RESOURCES) continue;
          for (const resource of Resource)
            expect(resource, Sid).to.match(
              /^(\$\{[^*]+\}(\/\*|:\*|\/canary\/\*|:\$LATEST|:log-stream:\$\{[^*]+\})?|arn:[^*]+)$/,
            );
        }
      });

    it('each action has a deployed test that takes it away, or a page of AWS that asks for it', () => {
      for (const [name, policy] of policies) {
        const role = roleOf(name);
        const known = [
          ...Object.keys(rolesOf(pipeline)[role] ?? {}),
          ...awsOnlyActions(role, { everySetting: true }),
        ];
        const own = statements(policy).flatMap(({ Action }) => Action);
        expect(
          own.filter((action) => !known.includes(action)),
          name,
        ).to.deep.equal([]);
      }
    });

    it('every bucket and queue is refused to everyone who does not come by TLS, and no bucket is public', () => {
      const isPrivate = {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      };
      for (const [type, policyType] of [
        ['aws_s3_bucket', 'aws_s3_bucket_policy'],
        ['aws_sqs_queue', 'aws_sqs_queue_policy'],
      ] as const) {
        expect(stack.resources(policyType)).to.have.length(stack.resources(type).length);
        for (const policy of stack.resources(policyType))
          expect(statements(policy)[0]).to.deep.include({
            Effect: 'Deny',
            Principal: '*',
            Condition: { Bool: { 'aws:SecureTransport': ['false'] } },
          });
      }
      const blocks = stack.resources('aws_s3_bucket_public_access_block');
      expect(blocks).to.have.length(stack.resources('aws_s3_bucket').length);
      for (const block of blocks) expect(block).to.include(isPrivate);
    });
  });

describe('the actions that only AWS can check', () => {
  const granted = new Set(
    Object.values(PIPELINES).flatMap((add) =>
      [...Synthesized.of(add).byName('aws_iam_role_policy')].flatMap(([name, policy]) =>
        statements(policy).flatMap(({ Action }) => Action.map((action) => `${roleOf(name)} ${action}`)),
      ),
    ),
  );

  for (const { roles, actions, page } of AWS_ONLY)
    it(`${actions.join(', ')} are granted to ${roles.join(', ')}`, () => {
      for (const role of roles)
        for (const action of actions) expect(granted, page).to.include(`${role} ${action}`);
    });
});

describe('least privilege', () => {
  const stack = Synthesized.of((scope) => {
    new KinesisToSearch(scope, 'pipeline', { ...SEARCH, enhancedFanOut: true });
  });

  it('the writer reads one stream, calls one collection, writes into one bucket, queue and log group', () => {
    const policy = stack.resource('aws_iam_role_policy', 'indexer_function_role-policy');
    const actions = statements(policy)
      .filter(({ Sid }) => !(Sid in WILDCARD_RESOURCES))
      .flatMap(({ Action }) => Action);
    expect(actions).to.have.members([
      'aoss:APIAccessAll',
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:SubscribeToShard',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
      's3:PutObject',
      'sqs:SendMessage',
    ]);
  });

  it('the writer puts objects into the parking bucket only', () => {
    const policy = stack.resource('aws_iam_role_policy', 'indexer_function_role-policy');
    const writable = statements(policy)
      .filter(({ Action }) => Action.includes('s3:PutObject'))
      .flatMap(({ Resource }) => Resource);
    expect(writable.length).to.equal(1);
    expect(writable[0]).to.match(/aws_s3_bucket\.\w*parking_bucket\w*\.arn\}\/\*$/);
  });

  it('the key of a table, a stream or a parking is used by those who need it, and only where it is given', () => {
    expect(keyGrants({})).to.deep.equal([]);
    expect(keyGrants({ logKmsKeyArn: KEY, collectionKmsKeyArn: KEY })).to.deep.equal([]);
    expect(keyGrants({ tableKmsKeyArn: KEY })).to.deep.equal([['items-api', 'kms:Decrypt', KEY]]);
    expect(keyGrants({ streamKmsKeyArn: KEY })).to.deep.equal([['indexer', 'kms:Decrypt', KEY]]);
    expect(keyGrants({ parkingKmsKeyArn: KEY })).to.deep.equal([
      ['indexer', 'kms:Decrypt,kms:GenerateDataKey', KEY],
    ]);
  });

  it('the maker of the index may write logs and call the collection', () => {
    const plain = Synthesized.of((scope) => {
      new KinesisToSearch(scope, 'pipeline', { tableName: 'orders', collectionName: 'orders' });
    });
    const policy = plain.resource('aws_iam_role_policy', 'bootstrap_role-policy');
    expect(statements(policy).flatMap(({ Action }) => Action)).to.have.members([
      'aoss:APIAccessAll',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  it('the sweeper may write logs and call the collection, and only its schedule invokes it', () => {
    const policy = stack.resource('aws_iam_role_policy', 'sweeper_function_role-policy');
    const actions = statements(policy)
      .filter(({ Sid }) => !(Sid in WILDCARD_RESOURCES))
      .flatMap(({ Action }) => Action);
    expect(actions).to.have.members(['aoss:APIAccessAll', 'logs:CreateLogStream', 'logs:PutLogEvents']);
    const permission = stack.resource('aws_lambda_permission', 'sweeper_permission');
    expect(permission).to.include({ principal: 'events.amazonaws.com' });
    expect(permission.source_arn).to.match(/^\$\{aws_cloudwatch_event_rule\.\w*sweeper_schedule\w*\.arn\}$/);
  });

  it('with soft deletes the sweeper reads and writes the one index, and the maker may make its alias', () => {
    const rules = accessRules(stack);
    expect(permissions(rules, 'sweeper')).to.deep.equal({
      'index/orders/orders': ['aoss:ReadDocument', 'aoss:WriteDocument'],
    });
    expect(permissions(rules, 'bootstrap')).to.deep.equal({
      'collection/orders': ['aoss:CreateCollectionItems'],
      'index/orders/orders': ['aoss:CreateIndex', 'aoss:DescribeIndex', 'aoss:UpdateIndex'],
    });
    expect(permissions(rules, 'indexer')).to.deep.equal({
      'index/orders/orders': ['aoss:UpdateIndex', 'aoss:WriteDocument'],
    });
    expect(rules).to.have.length(4);
  });

  it('the data access policy lets the writer write, the maker make, and the readers read', () => {
    const rules = accessRules(
      Synthesized.of((scope) => {
        new KinesisToSearch(scope, 'pipeline', {
          tableName: 'orders',
          collectionName: 'orders',
          readers: [READER],
        });
      }),
    );
    expect(permissions(rules, 'indexer')).to.deep.equal({
      'index/orders/orders': ['aoss:UpdateIndex', 'aoss:WriteDocument'],
    });
    expect(permissions(rules, 'bootstrap')).to.deep.equal({
      'index/orders/orders': ['aoss:CreateIndex', 'aoss:DescribeIndex', 'aoss:UpdateIndex'],
    });
    expect(permissions(rules, READER)).to.deep.equal({
      'collection/orders': ['aoss:DescribeCollectionItems'],
      'index/orders/*': ['aoss:DescribeIndex', 'aoss:ReadDocument'],
    });
    expect(rules).to.have.length(3);
  });

  it('the transformer puts records back, and answers canaries; Firehose alone writes the archive', () => {
    const archive = Synthesized.of((scope) => new KinesisToS3(scope, 'pipeline', { tableName: 'orders' }));
    expect(actions(archive, 'transformer_function_role-policy')).to.have.members([
      'kinesis:PutRecords',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:PutObject',
    ]);
    expect(actions(archive, 'canary_function_role-policy')).to.have.members([
      'kinesis:ListShards',
      'kinesis:PutRecord',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
    ]);
    expect(actions(archive, 'delivery-stream_role-policy')).to.have.members([
      'kinesis:DescribeStream',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'lambda:GetFunctionConfiguration',
      'lambda:InvokeFunction',
      'logs:PutLogEvents',
      's3:AbortMultipartUpload',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:PutObject',
    ]);
  });

  it('the forwarder reads one stream and puts into one delivery stream', () => {
    const archive = Synthesized.of((scope) => new StreamsToS3(scope, 'pipeline', { tableName: 'orders' }));
    expect(actions(archive, 'forwarder_function_role-policy')).to.have.members([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'firehose:PutRecordBatch',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
      's3:PutObject',
      'sqs:SendMessage',
    ]);
  });
});

/** Whose policy it is, by the path of its construct. */
function roleOf(policy: string): Role {
  const [, part = ''] = /^pipeline_(?:index_)?([a-z-]+?)_(?:function_)?role-policy$/.exec(policy) ?? [];
  const role = POLICIES[part];
  if (role === undefined) throw new Error(`Nobody knows the policy ${policy}.`);
  return role;
}

function rolesOf(pipeline: string): PermissionProofs['roles'] {
  const { roles } = PROOFS[pipeline as Pipeline];
  const { roles: others } = SETTINGS_PROOFS;
  return {
    ...roles,
    ...others,
    'search-indexer': { ...roles['search-indexer'], ...others['search-indexer'] },
  };
}

function actions(stack: Synthesized, policy: string): string[] {
  return statements(stack.resource('aws_iam_role_policy', policy)).flatMap(({ Action }) => Action);
}

function statements(policy: Resource): readonly Statement[] {
  return jsonEncoded<{ Statement: Statement[] }>(policy.policy).Statement;
}

/** Who may do what with which KMS key. */
function keyGrants(keys: Partial<KinesisToSearchProps>): string[][] {
  const stack = Synthesized.of((scope) => {
    new KinesisToSearch(scope, 'pipeline', {
      tableName: 'orders',
      collectionName: 'orders',
      itemsApi: true,
      ...keys,
    });
  });
  return [...stack.byName('aws_iam_role_policy')].flatMap(([name, policy]) =>
    statements(policy)
      .filter(({ Action }) => Action.some((action) => action.startsWith('kms:')))
      .map(({ Action, Resource }) => [name.split('_')[1] ?? '', Action.join(), Resource.join()]),
  );
}

function accessRules(stack: Synthesized): AccessRule[] {
  return jsonEncoded(stack.resource('aws_opensearchserverless_access_policy').policy);
}

/** What the one principal whose name contains the text may do: resource → permissions. */
function permissions(rules: readonly AccessRule[], principal: string): Record<string, string[]> {
  const own = rules.filter(({ Principal }) => Principal.some((name) => name.includes(principal)));
  return Object.fromEntries(
    own.flatMap(({ Rules }) =>
      Rules.flatMap(({ Resource, Permission }) => Resource.map((name) => [name, Permission])),
    ),
  );
}
