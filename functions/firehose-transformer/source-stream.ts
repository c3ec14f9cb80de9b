import { toldError } from '../aws/aws-error';
import { ConfigurationError } from '../errors/configuration-error';
import { base64Length } from '../put/base64';
import { type PutOutcome, putAll } from '../put/put-all';
import { judgePutAnswer } from '../put/put-answer';
import type { KinesisStreams } from './kinesis-streams';
import type { StreamRecord } from './stream-record';

/**
 * Limits of PutRecords. Partition keys count, and whether base64 does the page does not say: so it does here.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
const MAX_REQUEST_BYTES = 5_000_000;
const MAX_REQUEST_RECORDS = 500;
/** A request without records: a stream's ARN has less than 200 characters. */
const REQUEST_BYTES = '{"StreamARN":"","Records":[]}'.length + 200;
const RECORD_BYTES = '{"Data":"","PartitionKey":""},'.length;

/** The Kinesis stream that Firehose reads. */
export class SourceStream {
  private client: Promise<KinesisStreams> | undefined;

  /**
   * Puts records into the stream until they are taken, or until `deadline` (milliseconds since 1970).
   * @throws {ConfigurationError} when the stream refuses them for a reason that does not pass by itself
   */
  putAll<T extends StreamRecord>(
    streamArn: string,
    records: readonly T[],
    deadline: number,
  ): Promise<PutOutcome<T>> {
    return putAll(records, {
      maxRecords: MAX_REQUEST_RECORDS,
      maxBytes: MAX_REQUEST_BYTES - REQUEST_BYTES,
      bytesOf: ({ data, partitionKey }) =>
        RECORD_BYTES + base64Length(data.length) + Buffer.byteLength(JSON.stringify(partitionKey)),
      put: async (request, abortSignal) => {
        this.client ??= import('./kinesis-streams').then(({ KinesisStreams }) => new KinesisStreams());
        const client = await this.client;
        const entries = await client.putRecords(streamArn, request, abortSignal);
        return judgePutAnswer(request.length, entries, 'SequenceNumber');
      },
      refusal: (error) =>
        new ConfigurationError(
          `The Kinesis stream ${streamArn} refused records that had no room in the answer (${toldError(error)}). ` +
            "The function's role needs kinesis:PutRecords on it, and kms:GenerateDataKey on a key of your own that " +
            'encrypts it. Firehose keeps the records under its error prefix.',
          { cause: error },
        ),
      deadline,
    });
  }
}
