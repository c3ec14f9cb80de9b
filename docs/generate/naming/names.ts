import { App, TerraformStack, Testing } from 'cdktf';
import { KinesisToS3, KinesisToSearch, StreamsToS3, StreamsToSearch } from '../../../modules';
import type { StackName } from '../../../modules/stacks';
import { NAMED_TYPES } from './named-types';

/** A resource's name in a pipeline for the table `Orders_EU`, and the props that it is made from. */
export interface Name {
  readonly type: string;
  readonly path: string;
  readonly name: string;
  readonly props: readonly string[];
}

type Make = (stack: TerraformStack, props: object) => unknown;
type Found = Omit<Name, 'props'>;

export const TABLE_NAME = 'Orders_EU';
const TABLE = { tableName: TABLE_NAME };
const SEARCH = {
  ...TABLE,
  collectionName: 'orders-eu',
  softDelete: true,
  itemsApi: true,
  apiAccessLogs: true,
};

/** With everything that has a name. */
const MAKE: Readonly<Record<StackName, Make>> = {
  'kinesis-to-search': (stack, props) =>
    new KinesisToSearch(stack, 'pipeline', { ...SEARCH, enhancedFanOut: true, ...props }),
  'streams-to-search': (stack, props) => new StreamsToSearch(stack, 'pipeline', { ...SEARCH, ...props }),
  'kinesis-to-s3': (stack, props) => new KinesisToS3(stack, 'pipeline', { ...TABLE, ...props }),
  'streams-to-s3': (stack, props) => new StreamsToS3(stack, 'pipeline', { ...TABLE, ...props }),
};

/**
 * The props that name something, in rounds: those of one round are set together, each to a name that is found again. A
 * prop from which another one's default is made is in a round of its own before it.
 */
const ROUNDS = [
  ['tableName'],
  ['streamName', 'collectionName', 'functionName', 'apiName', 'deliveryStreamName'],
  [
    'accessPolicyName',
    'bootstrapFunctionName',
    'sweeperFunctionName',
    'canaryFunctionName',
    'apiFunctionName',
    'apiStageName',
    'databaseName',
    'archiveTableName',
  ],
] as const;

const known = new Map<StackName, readonly Name[]>();

/** Every name of the pipeline, in the order of `NAMED_TYPES`. */
export function namesOf(pipeline: StackName): readonly Name[] {
  const names = known.get(pipeline) ?? findNames(MAKE[pipeline]);
  known.set(pipeline, names);
  return names;
}

function findNames(make: Make): readonly Name[] {
  const order = Object.keys(NAMED_TYPES);
  const rounds = ROUNDS.map((props) => ({
    props,
    renamed: found(make, Object.fromEntries(props.map((prop) => [prop, markOf(prop)]))),
  }));
  return found(make, {})
    .toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
    .map((one) => ({
      ...one,
      props: rounds.flatMap(({ props, renamed }) => {
        const name = renamed.find(({ type, path }) => type === one.type && path === one.path)?.name ?? '';
        return props.filter((prop) => name.includes(markOf(prop)));
      }),
    }));
}

/** A name that every service takes, and that is in no other's. */
const markOf = (prop: string): string => `x${prop.toLowerCase()}`;

function found(make: Make, props: object): readonly Found[] {
  const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
  make(stack, props);
  const resources: Record<string, Record<string, object>> = JSON.parse(Testing.synth(stack)).resource;
  return Object.entries(resources).flatMap(([type, byId]) => {
    const attribute = NAMED_TYPES[type]?.attribute;
    if (attribute === undefined) return namelessOf(type);
    return Object.entries(byId).map(([id, resource]) => ({
      type,
      path: id.replace(/_[0-9A-F]{8}$/, ''),
      name: String(new Map(Object.entries(resource)).get(attribute)),
    }));
  });
}

/** Throws for a type of which nobody has said yet whether it has a name. */
function namelessOf(type: string): [] {
  if (NAMELESS.has(type)) return [];
  throw new Error(`Say in named-types.ts how ${type} is named, or in names.ts that it has no name.`);
}

const NAMELESS = new Set([
  'aws_api_gateway_deployment',
  'aws_api_gateway_gateway_response',
  'aws_api_gateway_integration',
  'aws_api_gateway_method',
  'aws_api_gateway_method_settings',
  'aws_api_gateway_resource',
  'aws_cloudwatch_event_target',
  'aws_dynamodb_kinesis_streaming_destination',
  'aws_lambda_event_source_mapping',
  'aws_lambda_invocation',
  'aws_lambda_permission',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_sqs_queue_policy',
]);
