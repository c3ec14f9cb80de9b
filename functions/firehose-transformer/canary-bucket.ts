import { toldError } from '../aws/aws-error';
import type { BucketWriter } from './bucket-writer';

/** The next canary does as well. */
const TIMEOUT_MS = 5_000;

/** Says which canaries came through. */
export class CanaryBucket {
  private writer: Promise<BucketWriter> | undefined;

  constructor(private readonly bucket: string) {}

  /**
   * Puts an object that holds its key, until `deadline` (milliseconds since 1970), and for 5 s at most.
   * @param key a `canaryKey`
   * @returns what went wrong; whoever waits for the canary sends another one
   */
  async note(key: string, deadline: number): Promise<string | undefined> {
    const left = Math.max(0, Math.min(deadline - Date.now(), TIMEOUT_MS));
    this.writer ??= import('./bucket-writer').then(({ BucketWriter }) => new BucketWriter());
    try {
      await (await this.writer).put(this.bucket, key, key, AbortSignal.timeout(left));
      return undefined;
    } catch (error) {
      return (
        `a canary could not be noted in the bucket "${this.bucket}" (${toldError(error)}); ` +
        "the function's role needs s3:PutObject on canary/* in it"
      );
    }
  }
}
