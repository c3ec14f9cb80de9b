import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Client } from '../aws/s3-client';

/** S3 as canaries use it; loaded with the first one. */
export class BucketWriter {
  private readonly s3 = s3Client();

  async put(bucket: string, key: string, content: string, abortSignal: AbortSignal): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }), { abortSignal });
  }
}
