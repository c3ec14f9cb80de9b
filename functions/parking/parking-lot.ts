import { setMaxListeners } from 'node:events';
import type { AwsClients } from './aws-clients';
import { type ParkedChange, parkedKey } from './parked-change';

export interface ParkingLotProps {
  readonly bucket: string;
  readonly queueUrl: string;
}

/** How many changes are parked at a time. */
const CONCURRENCY = 16;

/** Keeps what can never be delivered: the change whole in S3, a message that names the object on SQS. */
export class ParkingLot {
  private clients: Promise<AwsClients> | undefined;

  constructor(private readonly props: ParkingLotProps) {}

  /**
   * Parks changes until `deadline` (milliseconds since 1970).
   * @returns what went wrong, by change; a change that is not in it is safe
   */
  async park(changes: readonly ParkedChange[], deadline: number): Promise<ReadonlyMap<ParkedChange, Error>> {
    const failures = new Map<ParkedChange, Error>();
    if (changes.length === 0) return failures;
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
    const { reason, position } = change;
    const key = parkedKey(position);
    this.clients ??= import('./aws-clients').then(({ AwsClients }) => new AwsClients());
    const clients = await this.clients;
    await clients.putObject(bucket, key, change, abortSignal);
    await clients.sendMessage(queueUrl, { bucket, key, reason, position }, abortSignal);
  }
}
