import { UserError } from '../validation';
import type { KinesisToS3StackProps } from './kinesis-to-s3-stack';
import type { KinesisToSearchStackProps } from './kinesis-to-search-stack';
import type { StreamsToS3StackProps } from './streams-to-s3-stack';
import type { StreamsToSearchStackProps } from './streams-to-search-stack';

type Parser<T> = (text: string, variable: string) => T;
/** The parsers of those props that a variable can set. */
type ParsersOf<Props> = { readonly [Name in keyof Props]?: Parser<Exclude<Props[Name], undefined>> };

const PREFIX = 'CDC_';
/** Of the app, not of a stack. */
const STACKS_VARIABLE = `${PREFIX}STACKS`;

const TABLE = {
  region: text,
  statePath: text,
  tableName: text,
  createTable: flag,
  partitionKeyName: text,
  partitionKeyType: oneOf('S', 'N', 'B'),
  sortKeyName: text,
  sortKeyType: oneOf('S', 'N', 'B'),
  tableKmsKeyArn: text,
  deletionProtection: flag,
};

const KINESIS = {
  streamName: text,
  createStream: flag,
  streamArn: text,
  createStreamingDestination: flag,
  retentionHours: number,
  streamKmsKeyArn: text,
  otherConsumers: number,
};

const FUNCTION = {
  functionName: text,
  functionZip: text,
  createRole: flag,
  functionRoleArn: text,
  timeoutSeconds: number,
  memorySizeMb: number,
  reservedConcurrency: number,
  logRetentionDays: number,
  logKmsKeyArn: text,
  tracing: flag,
  subnetIds: list,
  securityGroupIds: list,
};

const TRIGGER = {
  batchSize: number,
  maximumBatchingWindowSeconds: number,
  parallelizationFactor: number,
  bisectBatchOnFunctionError: flag,
  maximumRetryAttempts: number,
  maximumRecordAgeSeconds: number,
  startingPosition: oneOf('TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'),
  createParkingBucket: flag,
  parkingBucketName: text,
  parkingRetentionDays: number,
  parkingKmsKeyArn: text,
};

const KINESIS_TRIGGER = {
  startingPositionTimestamp: text,
  enhancedFanOut: flag,
};

const SEARCH = {
  bootstrapFunctionName: text,
  collectionName: text,
  createCollection: flag,
  accessPolicyName: text,
  collectionKmsKeyArn: text,
  indexName: text,
  filter: json,
  include: list,
  exclude: list,
  rename: json,
  routes: json,
  transform: text,
  softDelete: flag,
  liveAliasName: text,
  sweeperFunctionName: text,
  tombstoneRetentionHours: number,
  sweepIntervalHours: number,
  searchEndpoint: text,
  readers: list,
  vpcEndpointIds: list,
  publicDashboards: flag,
  standbyReplicas: flag,
  markRefused: flag,
  itemsApi: flag,
  apiName: text,
  apiFunctionName: text,
  apiStageName: text,
  apiAuthorization: oneOf('AWS_IAM', 'NONE'),
  apiThrottlingRateLimit: number,
  apiThrottlingBurstLimit: number,
  apiAccessLogs: flag,
};

const ARCHIVE = {
  filter: json,
  deliveryStreamName: text,
  databaseName: text,
  archiveTableName: text,
  archiveFormat: oneOf('json', 'parquet'),
  archiveCompression: oneOf('GZIP', 'UNCOMPRESSED'),
  archivePartitioning: oneOf('arrival', 'change'),
  archiveLine: oneOf('change', 'item'),
  createArchiveBucket: flag,
  archiveBucketName: text,
  deliveryStreamRoleArn: text,
  archiveVersioning: flag,
  archiveRetentionDays: number,
  archiveKmsKeyArn: text,
  bufferingSizeMb: number,
  bufferingIntervalSeconds: number,
};

/** What can be set of each stack: the variable of `tableName` is `CDC_TABLE_NAME`. */
const PARSERS = {
  'kinesis-to-search': {
    ...TABLE,
    ...KINESIS,
    ...FUNCTION,
    ...TRIGGER,
    ...KINESIS_TRIGGER,
    ...SEARCH,
  } satisfies ParsersOf<KinesisToSearchStackProps>,
  'streams-to-search': {
    ...TABLE,
    tableStreamArn: text,
    ...FUNCTION,
    ...TRIGGER,
    ...SEARCH,
  } satisfies ParsersOf<StreamsToSearchStackProps>,
  'kinesis-to-s3': {
    ...TABLE,
    ...KINESIS,
    ...FUNCTION,
    ...ARCHIVE,
    canaryFunctionName: text,
  } satisfies ParsersOf<KinesisToS3StackProps>,
  'streams-to-s3': {
    ...TABLE,
    tableStreamArn: text,
    ...FUNCTION,
    ...TRIGGER,
    ...ARCHIVE,
  } satisfies ParsersOf<StreamsToS3StackProps>,
};

export type StackName = keyof typeof PARSERS;

export const STACK_NAMES = Object.keys(PARSERS).filter(isStackName);

type Settings<Name extends StackName> = {
  [Prop in keyof (typeof PARSERS)[Name]]?: (typeof PARSERS)[Name][Prop] extends Parser<infer T> ? T : never;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The props of a stack that the environment's `CDC_…` variables set; those of other stacks are passed over.
 * @throws SettingError for a variable that no stack has, and for a value that is not of the prop's kind.
 */
export function settings<Name extends StackName>(stack: Name, environment: Environment): Settings<Name> {
  const known = new Set(Object.values(PARSERS).flatMap((parsers) => Object.keys(parsers).map(variableOf)));
  const parsers = new Map<string, [string, Parser<unknown>]>(
    Object.entries(PARSERS[stack]).map(([prop, parser]) => [variableOf(prop), [prop, parser]]),
  );
  const given = Object.entries(environment).flatMap(([variable, value]) => {
    if (!variable.startsWith(PREFIX) || value === undefined || variable === STACKS_VARIABLE) return [];
    if (!known.has(variable)) unknown(variable, [STACKS_VARIABLE, ...known]);
    const [prop, parse] = parsers.get(variable) ?? [];
    return prop === undefined || parse === undefined ? [] : [[prop, parse(value, variable)]];
  });
  return Object.fromEntries(given);
}

/**
 * The stacks that `CDC_STACKS` names; all of them where it is not set.
 * @throws SettingError for a stack that there is not.
 */
export function chosenStacks(environment: Environment): readonly StackName[] {
  const chosen = environment[STACKS_VARIABLE];
  const wanted = chosen === undefined ? STACK_NAMES : list(chosen);
  if (wanted.length > 0 && wanted.every(isStackName)) return wanted;
  throw new SettingError(
    `${STACKS_VARIABLE} is ${JSON.stringify(chosen)}, but must be names of stacks, separated by commas: ${STACK_NAMES.join(', ')}. Name some of them, or unset it for all.`,
  );
}

function isStackName(name: string): name is StackName {
  return Object.hasOwn(PARSERS, name);
}

/** A `CDC_…` variable that cannot be taken. */
export class SettingError extends UserError {
  override readonly name = 'SettingError';
}

function variableOf(prop: string): string {
  return PREFIX + prop.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function unknown(variable: string, known: readonly string[]): never {
  throw new SettingError(`There is no setting ${variable}. These can be set: ${known.join(', ')}.`);
}

function text(value: string): string {
  return value;
}

function number(value: string, variable: string): number {
  if (/^-?\d+$/.test(value)) return Number(value);
  throw new SettingError(
    `${variable} is ${JSON.stringify(value)}, but must be a whole number. Set it in digits, or unset it.`,
  );
}

function flag(value: string, variable: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new SettingError(
    `${variable} is ${JSON.stringify(value)}, but must be true or false. Set it to one of them, or unset it.`,
  );
}

function oneOf<T extends string>(...allowed: readonly T[]): Parser<T> {
  return (value, variable) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new SettingError(
      `${variable} is ${JSON.stringify(value)}, but must be ${allowed.join(' or ')}. Set it to one of them, or unset it.`,
    );
  };
}

/** An object or a list; its form is checked where it is used. */
function json(value: string, variable: string) {
  try {
    return JSON.parse(value);
  } catch {
    throw new SettingError(
      `${variable} is ${JSON.stringify(value)}, but must be JSON. Mind the quotes: ${variable}='{"status":["open"]}'.`,
    );
  }
}

/** Separated by commas; an empty text is an empty list. */
function list(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
