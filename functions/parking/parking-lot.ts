import { setMaxListeners } from 'node:events';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type ParkedChange, parkedKey } from './parked-change';

export interface ParkingLotProps {
  readonly bucket: string;
  readonly queueUrl: string;
}

/** How many changes are parked at a time. */
const CONCURRENCY = 16;

/** Keeps what can never be indexed: the change whole in S3, a message that names the object on SQS. */
export class ParkingLot {
  private readonly s3 = new S3Client({
    // A custom endpoint seldom resolves a bucket's name as a host.
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL),
  });
  private readonly sqs = new SQSClient({});

  constructor(private readonly props: ParkingLotProps) {}

  /**
   * Parks changes until `deadline` (milliseconds since 1970).
   * @returns what went wrong, by change; a change that is not in it is safe
   */
  async park(changes: readonly ParkedChange[], deadline: number): Promise<ReadonlyMap<ParkedChange, Error>> {
    const failures = new Map<ParkedChange, Error>();
    const abortSignal = AbortSignal.timeout(Math.max(0, deadline - Date.now()));
    // Each request listens to it.
    setMaxListeners(0, abortSignal);
    const waiting = changes.values();
    const worker = async () => {
      for (const change of waiting) {
        if (abortSignal.aborted) failures.set(change, abortSignal.reason);
        else await this.parkOne(change, abortSignal).catch((error) => failures.set(change, error));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return failures;
  }

  private async parkOne(change: ParkedChange, abortSignal: AbortSignal): Promise<void> {
    const { bucket, queueUrl } = this.props;
    const key = parkedKey(change.position);
    await this.s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: JSON.stringify(change),
        ContentType: 'application/json',
      }),
      { abortSignal },
    );
    const { reason, position } = change;
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ bucket, key, reason, position }),
      }),
      { abortSignal },
    );
  }
}
