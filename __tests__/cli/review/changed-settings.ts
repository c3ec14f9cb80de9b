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

export const CHANGED_SETTINGS: Readonly<
  Partial<Record<Pipeline, Readonly<Record<string, ChangedSettings>>>>
> = {
  'kinesis-to-search': {
    'no change': { findings: [] },
    'larger batches': { settings: { CDC_BATCH_SIZE: '2000' }, findings: [] },
    'more memory': { settings: { CDC_MEMORY_SIZE_MB: '2048' }, findings: [] },
    'a longer retention': { settings: { CDC_RETENTION_HOURS: '336' }, findings: [] },
    'logs kept for longer': { settings: { CDC_LOG_RETENTION_DAYS: '90' }, findings: [] },
    'another rate': { settings: { CDC_API_THROTTLING_RATE_LIMIT: '20' }, findings: [] },
    'another tag': { replace: TAGS, findings: [] },
    'new code': { replace: CODE, findings: [] },
    'a shorter retention': {
      settings: { CDC_RETENTION_HOURS: '48' },
      findings: ['shortens-retention', 'gives-changes-up'],
    },
    'no protection': { settings: UNPROTECTED, findings: ['removes-deletion-protection'] },
    'another table, protected': {
      settings: { CDC_TABLE_NAME: 'other-table' },
      findings: [
        'replaces-data',
        'interrupts-streaming-destination',
        'redirects-changes',
        'widens-policy',
        'unknown-policy',
      ],
    },
    'another table': {
      settings: { ...UNPROTECTED, CDC_TABLE_NAME: 'other-table' },
      findings: [
        'replaces-data',
        'removes-deletion-protection',
        'interrupts-streaming-destination',
        'redirects-changes',
        'widens-policy',
        'unknown-policy',
      ],
    },
    'a table of others': {
      settings: { ...UNPROTECTED, CDC_CREATE_TABLE: 'false' },
      findings: ['destroys-data', 'removes-deletion-protection'],
    },
    'another key of the table': {
      settings: { ...UNPROTECTED, CDC_PARTITION_KEY_NAME: 'pk', CDC_ITEMS_API: 'false' },
      findings: ['replaces-data', 'destroys-logs', 'removes-deletion-protection'],
    },
    'another stream': {
      settings: { ...UNPROTECTED, CDC_STREAM_NAME: 'other-stream' },
      findings: [
        'replaces-data',
        'removes-deletion-protection',
        'interrupts-streaming-destination',
        'interrupts-event-source-mapping',
        'unknown-policy',
      ],
    },
    'another collection': {
      settings: { ...UNPROTECTED, CDC_COLLECTION_NAME: 'other-collection' },
      findings: [
        'replaces-data',
        'removes-deletion-protection',
        'redirects-changes',
        'widens-policy',
        'unknown-policy',
      ],
    },
    'another index': {
      settings: { CDC_INDEX_NAME: 'other-index' },
      findings: ['redirects-changes', 'widens-policy'],
    },
    'another function': {
      settings: { CDC_FUNCTION_NAME: 'other-function' },
      findings: ['replaces-data', 'destroys-logs', 'redirects-changes', 'unknown-policy'],
    },
    'a starting position': {
      settings: { CDC_STARTING_POSITION: 'LATEST' },
      findings: ['interrupts-event-source-mapping'],
    },
    'enhanced fan-out': {
      settings: { CDC_ENHANCED_FAN_OUT: 'true' },
      findings: ['interrupts-event-source-mapping', 'unknown-policy'],
    },
    'no bisection': {
      settings: { CDC_BISECT_BATCH_ON_FUNCTION_ERROR: 'false' },
      findings: ['gives-changes-up'],
    },
    'few attempts': { settings: { CDC_MAXIMUM_RETRY_ATTEMPTS: '3' }, findings: ['gives-changes-up'] },
    'a lower record age': {
      settings: { CDC_MAXIMUM_RECORD_AGE_SECONDS: '3600' },
      findings: ['gives-changes-up'],
    },
    'no concurrency': { settings: { CDC_RESERVED_CONCURRENCY: '0' }, findings: ['stops-function'] },
    'a reader': {
      settings: { CDC_READERS: 'arn:aws:iam::000000000000:role/analyst' },
      findings: ['widens-policy'],
    },
    'a private collection': { settings: { CDC_VPC_ENDPOINT_IDS: 'vpce-0123456789abcdef0' }, findings: [] },
    'no public Dashboards': { settings: { CDC_PUBLIC_DASHBOARDS: 'false' }, findings: [] },
    'an open API': { settings: { CDC_API_AUTHORIZATION: 'NONE' }, findings: ['opens-api'] },
    'no API': { settings: { CDC_ITEMS_API: 'false' }, findings: ['destroys-logs'] },
    tracing: { settings: { CDC_TRACING: 'true' }, findings: ['widens-policy'] },
    'soft deletes': { settings: { CDC_SOFT_DELETE: 'true' }, findings: ['unknown-policy'] },
    'a filter': { settings: { CDC_FILTER: '{"status":["open"]}' }, findings: ['redirects-changes'] },
    'parked changes expire': {
      settings: { CDC_PARKING_RETENTION_DAYS: '30' },
      findings: ['shortens-retention'],
    },
    "the table's own key": { settings: { CDC_TABLE_KMS_KEY_ARN: KEY }, findings: ['widens-policy'] },
    'everything destroyed': {
      settings: UNPROTECTED,
      arguments: ['-destroy'],
      findings: [
        'destroys-data',
        'destroys-logs',
        'interrupts-streaming-destination',
        'interrupts-event-source-mapping',
      ],
    },
  },
  'kinesis-to-s3': {
    'no change': { findings: [] },
    'other buffers': {
      settings: { CDC_BUFFERING_SIZE_MB: '100', CDC_BUFFERING_INTERVAL_SECONDS: '600' },
      findings: [],
    },
    'no compression': { settings: { CDC_ARCHIVE_COMPRESSION: 'UNCOMPRESSED' }, findings: [] },
    Parquet: { settings: { CDC_ARCHIVE_FORMAT: 'parquet' }, findings: ['widens-policy'] },
    'partitions by the change': {
      settings: { CDC_ARCHIVE_PARTITIONING: 'change' },
      findings: ['interrupts-delivery-stream'],
    },
    'another delivery stream': {
      settings: { CDC_DELIVERY_STREAM_NAME: 'other-archive' },
      findings: [
        'replaces-data',
        'destroys-logs',
        'interrupts-delivery-stream',
        'redirects-changes',
        'unknown-policy',
      ],
    },
    'no versions': { settings: { CDC_ARCHIVE_VERSIONING: 'false' }, findings: ['suspends-versioning'] },
    'an archive that forgets': {
      settings: { CDC_ARCHIVE_RETENTION_DAYS: '30' },
      findings: ['shortens-retention'],
    },
    "the archive's own key": { settings: { CDC_ARCHIVE_KMS_KEY_ARN: KEY }, findings: ['widens-policy'] },
    'lines that are items': { settings: { CDC_ARCHIVE_LINE: 'item' }, findings: ['narrows-archive'] },
    'a filter': { settings: { CDC_FILTER: '{"status":["open"]}' }, findings: ['filters-changes'] },
    'no protection': { settings: UNPROTECTED, findings: ['removes-deletion-protection'] },
  },
};
