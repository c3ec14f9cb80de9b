import { UserError } from '../validation';
import type { KinesisToSearchStackProps } from './kinesis-to-search-stack';

type Props = KinesisToSearchStackProps;
type Parser<T> = (text: string, variable: string) => T;

const PREFIX = 'CDC_';

/** The props that a variable can set: the variable of `tableName` is `CDC_TABLE_NAME`. */
const PARSERS = {
  region: text,
  statePath: text,
  tableName: text,
  createTable: flag,
  partitionKeyName: text,
  partitionKeyType: oneOf('S', 'N', 'B'),
  sortKeyName: text,
  sortKeyType: oneOf('S', 'N', 'B'),
  tableKmsKeyArn: text,
  streamName: text,
  retentionHours: number,
  streamKmsKeyArn: text,
  functionName: text,
  bootstrapFunctionName: text,
  collectionName: text,
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
  subnetIds: list,
  securityGroupIds: list,
  publicDashboards: flag,
  standbyReplicas: flag,
  batchSize: number,
  maximumBatchingWindowSeconds: number,
  parallelizationFactor: number,
  bisectBatchOnFunctionError: flag,
  maximumRetryAttempts: number,
  maximumRecordAgeSeconds: number,
  startingPosition: oneOf('TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'),
  startingPositionTimestamp: text,
  enhancedFanOut: flag,
  timeoutSeconds: number,
  memorySizeMb: number,
  reservedConcurrency: number,
  markRefused: flag,
  logRetentionDays: number,
  logKmsKeyArn: text,
  parkingRetentionDays: number,
  parkingKmsKeyArn: text,
  tracing: flag,
  itemsApi: flag,
  apiName: text,
  apiFunctionName: text,
  apiStageName: text,
  apiAuthorization: oneOf('AWS_IAM', 'NONE'),
  apiThrottlingRateLimit: number,
  apiThrottlingBurstLimit: number,
  apiAccessLogs: flag,
  deletionProtection: flag,
} satisfies { [Name in keyof Props]?: Parser<Exclude<Props[Name], undefined>> };

type Settings = { [Name in keyof typeof PARSERS]?: ReturnType<(typeof PARSERS)[Name]> };

/**
 * The props that the environment's `CDC_…` variables set.
 * @throws SettingError for a variable that no prop has, and for a value that is not of the prop's kind.
 */
export function settings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsers = new Map<string, [string, Parser<unknown>]>(
    Object.entries(PARSERS).map(([prop, parser]) => [variableOf(prop), [prop, parser]]),
  );
  const given = Object.entries(environment).flatMap(([variable, value]) => {
    if (!variable.startsWith(PREFIX) || value === undefined) return [];
    const [prop, parse] = parsers.get(variable) ?? unknown(variable, [...parsers.keys()]);
    return [[prop, parse(value, variable)]];
  });
  return Object.fromEntries(given);
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
