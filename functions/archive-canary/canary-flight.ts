import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { canaryData, canaryKey, canaryPrefix } from '../archive/canary';
import { toldError } from '../aws/aws-error';
import { ConfigurationError } from '../errors/configuration-error';
import type { Bucket } from './bucket';
import type { OpenShard, Stream } from './stream';

export interface CanaryFlightProps {
  readonly streamName: string;
  readonly stream: Pick<Stream, 'openShards' | 'put'>;
  readonly bucketName: string;
  readonly bucket: Pick<Bucket, 'keys'>;
  readonly deliveryStreamArn: string;
  /** When it has to be over, in milliseconds since 1970. */
  readonly deadline: number;
}

/** How long is waited until the bucket is looked into again. */
const PAUSE_MS = 1_000;
/** How long is waited until canaries are put again. */
const PUT_AGAIN_MS = 3_000;
/** A round that takes longer is given up. */
const ROUND_TIMEOUT_MS = 20_000;
/** So many shards are put to at a time. */
const CONCURRENCY = 16;

/**
 * Sees a canary record through each open shard of a Kinesis stream, Firehose and its transformation. Firehose begins
 * to read a stream at LATEST, some time after it says that it is ACTIVE: what was put before that it never reads. So
 * canaries are put again until each shard's has come through.
 * https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html
 */
export class CanaryFlight {
  private readonly id = randomUUID();
  /** The open shards, and those of them that no canary came through. */
  private shards: readonly OpenShard[] = [];
  private missing: readonly OpenShard[] = [];
  private putAgainAt = 0;
  /** The last error; access may take a while to be granted, so errors are waited out. */
  private error: unknown;

  constructor(private readonly props: CanaryFlightProps) {}

  /**
   * @returns how many shards canaries came through
   * @throws {ConfigurationError} when time is up
   */
  async run(): Promise<number> {
    const { deadline } = this.props;
    const abortSignal = AbortSignal.timeout(Math.max(0, deadline - Date.now()));
    while (!abortSignal.aborted) {
      try {
        const roundSignal = AbortSignal.any([abortSignal, AbortSignal.timeout(ROUND_TIMEOUT_MS)]);
        if (await this.round(roundSignal)) return this.shards.length;
        this.error = undefined;
      } catch (error) {
        if (!abortSignal.aborted) this.error = error;
      }
      await sleep(PAUSE_MS, undefined, { signal: abortSignal }).catch(() => undefined);
    }
    throw this.timedOut();
  }

  /** Shards that are split or merged meanwhile have others in their place. @returns whether all came through */
  private async round(abortSignal: AbortSignal): Promise<boolean> {
    const { stream, bucket } = this.props;
    const shards = await stream.openShards(abortSignal);
    const seen = new Set(await bucket.keys(canaryPrefix(this.id), abortSignal));
    this.shards = shards;
    this.missing = shards.filter(({ shardId }) => !seen.has(canaryKey(this.id, shardId)));
    if (shards.length > 0 && this.missing.length === 0) return true;
    if (Date.now() < this.putAgainAt) return false;
    const waiting = this.missing.values();
    const worker = async () => {
      for (const shard of waiting) await stream.put(canaryData(this.id), shard, abortSignal);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    this.putAgainAt = Date.now() + PUT_AGAIN_MS;
    return false;
  }

  private timedOut(): ConfigurationError {
    const { streamName, deliveryStreamArn, bucketName } = this.props;
    const error = this.error === undefined ? '' : ` The last error was ${toldError(this.error)}.`;
    return new ConfigurationError(
      `No canary record came through ${this.told()} of the Kinesis stream "${streamName}" to the bucket ` +
        `"${bucketName}" in time.${error} The delivery stream ${deliveryStreamArn} has to be ACTIVE and to read that ` +
        'stream, with firehose-transformer as its transformation; look for errors in the logs of both. Then deploy ' +
        'again. Until a canary comes through, changes could be missing from the archive.',
      { cause: this.error },
    );
  }

  private told(): string {
    if (this.shards.length === 0) return 'any shard';
    const ids = this.missing.map(({ shardId }) => shardId);
    const some = ids.slice(0, 10).join(', ') + (ids.length > 10 ? ', …' : '');
    return `${ids.length} of the ${this.shards.length} open shards (${some})`;
  }
}
