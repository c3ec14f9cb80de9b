import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { toldError } from '../aws/aws-error';
import { ConfigurationError } from '../errors/configuration-error';
import { base64Length } from '../put/base64';
import { type PutOutcome, putAll } from '../put/put-all';
import { judgePutAnswer } from '../put/put-answer';

/** How large a record may be, before it is base64. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
export const MAX_RECORD_BYTES = 1_000 * 1024;

/**
 * How much one request may hold. The page says 4 MB "for the entire request", not whether as base64: so it is taken at
 * its least, for the request as it is sent.
 */
const MAX_REQUEST_BYTES = 4_000_000;
const MAX_REQUEST_RECORDS = 500;
/** A request without records: the stream's name has 64 characters at most. */
const REQUEST_BYTES = '{"DeliveryStreamName":"","Records":[]}'.length + 64;
const RECORD_BYTES = '{"Data":""},'.length;

/** What the stream gets as one record. */
export interface Sendable {
  readonly bytes: Buffer;
}

/** A Firehose stream that takes records by Direct PUT. */
export class DeliveryStream {
  private readonly firehose = new FirehoseClient({ maxAttempts: 1 });

  constructor(private readonly name: string) {}

  /**
   * Puts records until they are taken, or until `deadline` (milliseconds since 1970).
   * @throws {ConfigurationError} when the stream refuses them for a reason that is not theirs
   */
  putAll<T extends Sendable>(records: readonly T[], deadline: number): Promise<PutOutcome<T>> {
    return putAll(records, {
      maxRecords: MAX_REQUEST_RECORDS,
      maxBytes: MAX_REQUEST_BYTES - REQUEST_BYTES,
      bytesOf: ({ bytes }) => RECORD_BYTES + base64Length(bytes.length),
      put: (request, abortSignal) => this.put(request, abortSignal),
      refusal: (error) => this.refused(error),
      deadline,
    });
  }

  private async put(records: readonly Sendable[], abortSignal: AbortSignal) {
    const command = new PutRecordBatchCommand({
      DeliveryStreamName: this.name,
      Records: records.map(({ bytes }) => ({ Data: bytes })),
    });
    const { RequestResponses } = await this.firehose.send(command, { abortSignal });
    return judgePutAnswer(records.length, RequestResponses, 'RecordId');
  }

  private refused(error: unknown): ConfigurationError {
    return new ConfigurationError(
      `The delivery stream "${this.name}" refused the records (${toldError(error)}). ` +
        "The stream must exist in the function's Region with Direct PUT as its source, and the function's role needs " +
        'firehose:PutRecordBatch on it; a key of your own that encrypts it must be enabled. ' +
        'No change was acknowledged and none was parked: they wait in the stream of the table.',
      { cause: error },
    );
  }
}
