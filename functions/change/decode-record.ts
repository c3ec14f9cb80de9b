import { isUtf8 } from 'node:buffer';
import type { DynamoDBRecord, KinesisStreamRecord } from 'aws-lambda';
import { ConfigurationError } from '../errors/configuration-error';
import { assertAttributeMap, type BinaryEncoding, isObject } from './attribute-value';
import type { Change } from './change';
import { changeTime } from './change-time';
import { described, UndecodableError } from './undecodable-error';

export type SourceRecord = KinesisStreamRecord | DynamoDBRecord;

/** What a record of either source tells of a change, most of it not looked at yet. */
export interface ChangeRecord {
  readonly source: Change['source'];
  readonly table: string;
  readonly eventName: unknown;
  readonly dynamodb: Readonly<Record<string, unknown>>;
  /** The unit of its time where it names one. */
  readonly precision: unknown;
  readonly binaryEncoding: BinaryEncoding;
}

/**
 * Reads a change from a record of either source. The old image is not looked at: it need not even be JSON.
 *
 * @throws {UndecodableError} when no change can be read from the record
 * @throws {ConfigurationError} when the DynamoDB stream carries no new images
 */
export function decodeRecord(record: SourceRecord, position: number): Change {
  return decodeChange(
    'kinesis' in record ? readKinesisData(record.kinesis.data, 'ignored') : readStreams(record),
    position,
  );
}

/** @throws {UndecodableError} when no change can be read from the record */
export function decodeChange(record: ChangeRecord, position: number): Change {
  const { source, table, eventName, dynamodb, precision, binaryEncoding } = record;
  return {
    source,
    table,
    ...content(eventName, dynamodb, binaryEncoding),
    ...changeTime(dynamodb.ApproximateCreationDateTime, precision),
    position,
  };
}

/**
 * @param data what DynamoDB wrote to Kinesis, in base64
 * @param oldImage whether the old image is used; where it is not, it may be anything, and may be left out
 * @throws {UndecodableError} when it is not a change of a table
 */
export function readKinesisData(data: string, oldImage: 'used' | 'ignored'): ChangeRecord {
  const body = parseJson(data, oldImage);
  if (!isObject(body) || !isObject(body.dynamodb)) {
    throw new UndecodableError('the record is not a change of a DynamoDB item: it has no "dynamodb" object');
  }
  if (typeof body.tableName !== 'string' || body.tableName === '') {
    throw new UndecodableError('the record names no table: "tableName" is missing');
  }
  return {
    source: 'kinesis',
    table: body.tableName,
    eventName: body.eventName,
    dynamodb: body.dynamodb,
    precision: body.dynamodb.ApproximateCreationDateTimePrecision,
    binaryEncoding: body.recordFormat === undefined ? 'base64' : 'base64-twice',
  };
}

/**
 * @throws {UndecodableError} when it is not a change of a table
 * @throws {ConfigurationError} when the DynamoDB stream carries no new images
 */
export function readStreams(record: DynamoDBRecord): ChangeRecord {
  const dynamodb: unknown = record.dynamodb;
  if (!isObject(dynamodb)) throw new UndecodableError('the record has no "dynamodb" object');
  const view = dynamodb.StreamViewType;
  if (view === 'KEYS_ONLY' || view === 'OLD_IMAGE') {
    throw new ConfigurationError(
      `The table's stream has the view type ${view}, which carries no new images. ` +
        "Set the table's StreamViewType to NEW_IMAGE or NEW_AND_OLD_IMAGES.",
    );
  }
  return {
    source: 'streams',
    table: tableOfStream(record.eventSourceARN),
    eventName: record.eventName,
    dynamodb,
    precision: undefined,
    binaryEncoding: 'base64',
  };
}

function content(
  eventName: unknown,
  dynamodb: Readonly<Record<string, unknown>>,
  binaryEncoding: BinaryEncoding,
): Pick<Change, 'kind' | 'keys' | 'newImage' | 'binaryEncoding'> {
  const kind = changeKind(eventName);
  const { Keys: keys, NewImage: newImage } = dynamodb;
  assertAttributeMap(keys, 'Keys', binaryEncoding);
  assertKeys(Object.values(keys));
  if (kind === 'remove') return { kind, keys, binaryEncoding };
  assertAttributeMap(newImage, 'NewImage', binaryEncoding);
  return { kind, keys, newImage, binaryEncoding };
}

function changeKind(eventName: unknown): Change['kind'] {
  if (eventName === 'INSERT' || eventName === 'MODIFY') return 'upsert';
  if (eventName === 'REMOVE') return 'remove';
  throw new UndecodableError(`eventName is ${described(eventName)}; known are INSERT, MODIFY and REMOVE`);
}

/** A primary key is one or two attributes of type S, N or B ("Core components", developer guide). */
export function assertKeys(values: readonly object[]): void {
  if (values.length < 1 || values.length > 2) {
    throw new UndecodableError(`Keys has ${values.length} attributes; a primary key has one or two`);
  }
  if (!values.every((value) => 'S' in value || 'N' in value || 'B' in value)) {
    throw new UndecodableError('Keys has an attribute that is neither S, N nor B');
  }
}

function parseJson(data: string, oldImage: 'used' | 'ignored'): unknown {
  const bytes = Buffer.from(data, 'base64');
  if (!isUtf8(bytes)) throw new UndecodableError('the data is not UTF-8 text');
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    const rest = oldImage === 'ignored' ? parsed(withoutOldImage(text)) : undefined;
    if (rest === undefined) throw new UndecodableError('the data is not JSON', { cause: error });
    return rest;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is not used of the old image may be anything, up to the member that DynamoDB writes after it. */
function withoutOldImage(text: string): string {
  const start = oldImageStart(text);
  const end = text.lastIndexOf('},"SizeBytes":');
  return start !== undefined && start < end ? text.slice(0, start) + text.slice(end) : text;
}

/** A string, a name with its colon, or what nests; a string without an end takes all that is left, so this reads on once. */
const TOKEN = /"[^"\\]*(?:\\.?[^"\\]*)*(?:":?|$)|[{}[\]]/gs;

/** The place after the brace that opens the old image; images may have attributes of any name, so nesting counts. */
function oldImageStart(text: string): number | undefined {
  let depth = 0;
  let member = '';
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token.endsWith(':')) member = token;
    else if (depth === 2 && member === '"dynamodb":' && token === '"OldImage":') {
      const start = index + token.length;
      return text[start] === '{' ? start + 1 : undefined;
    }
  }
  return undefined;
}

/** `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL` → NAME. */
function tableOfStream(arn: string | undefined): string {
  const table = /:table\/([^/]+)\/stream\//.exec(arn ?? '')?.[1];
  if (table === undefined)
    throw new UndecodableError(`eventSourceARN is ${described(arn)}, not a table's stream`);
  return table;
}
