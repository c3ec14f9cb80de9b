import type { Pipeline } from '../../../local/demo/pipelines';

/** What is done to a deployed stack of `main.ts`, and the findings that its plan must give. */
export interface ChangedSettings {
  readonly settings?: Readonly<Record<string, string>>;
  /** In the synthesized JSON, for what no variable sets. */
  readonly replace?: readonly [found: RegExp, by: string];
  /** Of `terraform plan`. */
  readonly arguments?: readonly string[];
  /** The codes that the review must give; none for a harmless change. */
  readonly findings: readonly string[];
}

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const UNPROTECTED = { CDC_DELETION_PROTECTION: 'false' };
const TAGS = [/"Project": "dynamodb-cdc"/, '"Project": "dynamodb-cdc", "Team": "orders"'] as const;
const CODE = [/"source_code_hash": "[^"]+"/, '"source_code_hash": "AAAA"'] as const;

export const CHANGED_SETTINGS: Readonly<Record<Pipeline, Readonly<Record<string, ChangedSettings>>>> = {
  'kinesis-to-search': {
    'no change': { findings: [] },
    'larger batches': { settings: { CDC_BATCH_SIZE: '2000' }, findings: [] },
    'more memory': { settings: { CDC_MEMORY_SIZE_MB: '2048' }, findings: [] },
    'a longer retention': { settings: { CDC_RETENTION_HOURS: '336' }, findings: [] },
    'logs kept for longer': { settings: { CDC_LOG_RETENTION_DAYS: '90' }, findings: [] },
    'another rate': { settings: { CDC_API_THROTTLING_RATE_LIMIT: '20' }, findings: [] },
    'another tag': { replace: TAGS, findings: [] },
    'new code': { replace: CODE, findings: [] },
    'a shorter retention': { settings: { CDC_RETENTION_HOURS: '48' }, findings: [] },
    'no protection': { settings: UNPROTECTED, findings: [] },
    'another table, protected': { settings: { CDC_TABLE_NAME: 'other-table' }, findings: [] },
    'another table': { settings: { ...UNPROTECTED, CDC_TABLE_NAME: 'other-table' }, findings: [] },
    'a table of others': { settings: { ...UNPROTECTED, CDC_CREATE_TABLE: 'false' }, findings: [] },
    'another key of the table': {
      settings: { ...UNPROTECTED, CDC_PARTITION_KEY_NAME: 'pk', CDC_ITEMS_API: 'false' },
      findings: [],
    },
    'another stream': { settings: { ...UNPROTECTED, CDC_STREAM_NAME: 'other-stream' }, findings: [] },
    'another collection': {
      settings: { ...UNPROTECTED, CDC_COLLECTION_NAME: 'other-collection' },
      findings: [],
    },
    'another index': { settings: { CDC_INDEX_NAME: 'other-index' }, findings: [] },
    'another function': { settings: { CDC_FUNCTION_NAME: 'other-function' }, findings: [] },
    'a starting position': { settings: { CDC_STARTING_POSITION: 'LATEST' }, findings: [] },
    'enhanced fan-out': { settings: { CDC_ENHANCED_FAN_OUT: 'true' }, findings: [] },
    'no bisection': { settings: { CDC_BISECT_BATCH_ON_FUNCTION_ERROR: 'false' }, findings: [] },
    'few attempts': { settings: { CDC_MAXIMUM_RETRY_ATTEMPTS: '3' }, findings: [] },
    'a lower record age': { settings: { CDC_MAXIMUM_RECORD_AGE_SECONDS: '3600' }, findings: [] },
    'no concurrency': { settings: { CDC_RESERVED_CONCURRENCY: '0' }, findings: [] },
    'a reader': {
      settings: { CDC_READERS: 'arn:aws:iam::000000000000:role/analyst' },
      findings: [],
    },
    'a private collection': { settings: { CDC_VPC_ENDPOINT_IDS: 'vpce-0123456789abcdef0' }, findings: [] },
    'no public Dashboards': { settings: { CDC_PUBLIC_DASHBOARDS: 'false' }, findings: [] },
    'an open API': { settings: { CDC_API_AUTHORIZATION: 'NONE' }, findings: [] },
    'no API': { settings: { CDC_ITEMS_API: 'false' }, findings: [] },
    tracing: { settings: { CDC_TRACING: 'true' }, findings: [] },
    'soft deletes': { settings: { CDC_SOFT_DELETE: 'true' }, findings: [] },
    'a filter': { settings: { CDC_FILTER: '{"status":["open"]}' }, findings: [] },
    'parked changes expire': { settings: { CDC_PARKING_RETENTION_DAYS: '30' }, findings: [] },
    "the table's own key": { settings: { CDC_TABLE_KMS_KEY_ARN: KEY }, findings: [] },
    'everything destroyed': { settings: UNPROTECTED, arguments: ['-destroy'], findings: [] },
    'a function made again': {
      arguments: ['-replace=aws_lambda_event_source_mapping.pipeline_indexer_event-source-mapping_FCEA0E1C'],
      findings: [],
    },
  },
  'streams-to-search': {},
  'kinesis-to-s3': {
    'no change': { findings: [] },
    'other buffers': {
      settings: { CDC_BUFFERING_SIZE_MB: '100', CDC_BUFFERING_INTERVAL_SECONDS: '600' },
      findings: [],
    },
    'no compression': { settings: { CDC_ARCHIVE_COMPRESSION: 'UNCOMPRESSED' }, findings: [] },
    Parquet: { settings: { CDC_ARCHIVE_FORMAT: 'parquet' }, findings: [] },
    'partitions by the change': { settings: { CDC_ARCHIVE_PARTITIONING: 'change' }, findings: [] },
    'another delivery stream': { settings: { CDC_DELIVERY_STREAM_NAME: 'other-archive' }, findings: [] },
    'no versions': { settings: { CDC_ARCHIVE_VERSIONING: 'false' }, findings: [] },
    'an archive that forgets': { settings: { CDC_ARCHIVE_RETENTION_DAYS: '30' }, findings: [] },
    "the archive's own key": { settings: { CDC_ARCHIVE_KMS_KEY_ARN: KEY }, findings: [] },
    'lines that are items': { settings: { CDC_ARCHIVE_LINE: 'item' }, findings: [] },
    'a filter': { settings: { CDC_FILTER: '{"status":["open"]}' }, findings: [] },
    'no protection': { settings: UNPROTECTED, findings: [] },
    'another tag': { replace: TAGS, findings: [] },
  },
  'streams-to-s3': {},
};
