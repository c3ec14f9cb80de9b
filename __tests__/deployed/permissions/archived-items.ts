import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { Deployment } from '../deployment';

/** The lines of the deployed archive, each object read once. */
export class ArchivedItems {
  private readonly s3: S3Client;
  private readonly bucket: string | undefined;
  private readonly lines = new Map<string, string>();

  constructor(deployment: Deployment) {
    this.s3 = new S3Client({ ...deployment.clientSettings(), forcePathStyle: true });
    this.bucket = deployment.outputs.archive_bucket;
  }

  /** Whether there is a line that has this id in it. */
  async has(id: string): Promise<boolean> {
    const pages = paginateListObjectsV2({ client: this.s3 }, { Bucket: this.bucket, Prefix: 'changes/' });
    for await (const { Contents = [] } of pages)
      for (const { Key = '' } of Contents)
        if (!this.lines.has(Key)) this.lines.set(Key, await this.read(Key));
    return [...this.lines.values()].some((lines) => lines.includes(id));
  }

  private async read(Key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
    return gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString();
  }
}
