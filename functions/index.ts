/**
 * What the functions are made of, for consumers of your own: records → changes → documents and bulk requests, or archive
 * lines. Nothing here reads the environment, or calls AWS.
 */

export { type ArchiveLine, archiveLine, type LineFormat } from './archive/archive-line';
export { type ArchivedChange, decodeArchivedChange } from './archive/archived-change';
export type { AttributeMap, AttributeValue, BinaryEncoding } from './change/attribute-value';
export type { Change, TimePrecision } from './change/change';
export {
  type ChangeRecord,
  decodeRecord,
  readKinesisData,
  readStreams,
  type SourceRecord,
} from './change/decode-record';
export { UndecodableError } from './change/undecodable-error';
export { attributeName, fieldName } from './document/attribute-name';
export { RESERVED_FIELD } from './document/document';
export { documentId } from './document/document-id';
export { PlainItem, plainItem } from './document/plain-item';
export { LIVE_DOCUMENTS, TOMBSTONES } from './document/tombstone-query';
export { ConfigurationError } from './errors/configuration-error';
export { itemFilter } from './route/filter';
export type { Comparison, Condition, Filter, Route, Scalar } from './route/route';
export { type Destination, type Router, routerOf } from './route/router';
export type { KinesisTranscoder } from './transcode/kinesis-transcoder';
export { readChange, transcoderOf } from './transcode/read-change';
export { judgeBulkAnswer } from './write/bulk-answer';
export { type BulkRequest, bulkRequest, type Sendable } from './write/bulk-request';
export type { SearchError, Verdict } from './write/verdict';
export { type Form, planWrites, type Removal, type Write } from './write/write';
