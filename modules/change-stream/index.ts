import type { DynamodbChangeStream } from './dynamodb-change-stream';
import type { KinesisChangeStream } from './kinesis-change-stream';

export { DynamodbChangeStream, type DynamodbChangeStreamProps } from './dynamodb-change-stream';
export { KinesisChangeStream, type KinesisChangeStreamProps } from './kinesis-change-stream';
export type { KeyType, SourceTableProps, StreamViewType } from './source-table';

/** The changes of one table, as a stream that functions read. */
export type ChangeStream = KinesisChangeStream | DynamodbChangeStream;
