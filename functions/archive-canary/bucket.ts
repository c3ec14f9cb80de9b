import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { s3Client } from '../aws/s3-client';

/** A bucket, to be looked into. */
export class Bucket {
  private readonly s3 = s3Client();

  constructor(private readonly name: string) {}

  /** The keys of all objects under a prefix. */
  async keys(prefix: string, abortSignal: AbortSignal): Promise<readonly string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.name,
        Prefix: prefix,
        ContinuationToken: token,
      });
      const { Contents = [], NextContinuationToken } = await this.s3.send(command, { abortSignal });
      for (const { Key } of Contents) if (Key !== undefined) keys.push(Key);
      token = NextContinuationToken;
    } while (token);
    return keys;
  }
}
