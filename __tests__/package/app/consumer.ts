import type { DynamoDBStreamEvent, KinesisStreamEvent } from 'aws-lambda';
import {
  archiveLine,
  bulkRequest,
  decodeArchivedChange,
  decodeRecord,
  documentId,
  judgeBulkAnswer,
  planWrites,
  type Route,
  readChange,
  readKinesisData,
  routerOf,
  transcoderOf,
  type Verdict,
} from 'dynamodb-cdc/functions';

const ROUTES: readonly Route[] = [{ index: 'orders', filter: { status: [{ exists: true }] } }];

/** The `_bulk` body of a batch, and what an answer means for each of its documents. */
export function written(
  { Records }: DynamoDBStreamEvent,
  answer: unknown,
): { body: string; fates: string[] } {
  const changes = Records.map((record, position) => decodeRecord(record, position));
  const writes = planWrites(changes, routerOf(ROUTES), 'tombstone');
  const { body } = bulkRequest(writes.map((write) => ({ write, form: 'document' })));
  const verdicts: Verdict[] = judgeBulkAnswer(
    writes.map(({ action }) => action),
    answer,
  );
  return { body: body.toString(), fates: verdicts.map(({ fate }) => fate) };
}

/** The ids of a Kinesis batch, read from its bytes. */
export function ids({ Records }: KinesisStreamEvent): string[] {
  const transcoder = transcoderOf(Records, true);
  const changes = Records.map((record, position) => readChange(record, position, transcoder));
  const ids = changes.map(({ keys, binaryEncoding }) => documentId(keys, binaryEncoding));
  transcoder.release();
  return ids;
}

/** A Kinesis record as a line of an archive. */
export function line(data: string): string {
  const change = decodeArchivedChange(readKinesisData(data, 'used'), '1', 0);
  const line = archiveLine(change, { line: 'change', images: 'json' }, 1_000_000);
  return typeof line === 'string' ? line : line.bytes.toString();
}
