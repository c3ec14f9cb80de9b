import { setMaxListeners } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, paginateListObjectsV2, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type ArchiveObject, type ArchiveSource, isOfTheArchive } from './archive-source';

/** Objects on their way at the same time. */
const CONCURRENCY = 16;
/** A broken-off body is asked for again: the SDK's own retries end with the response's headers. */
const ATTEMPTS = 3;
const S3_URI = /^s3:\/\/([^/]+)\/?(.*)$/;

/**
 * The objects below a prefix of an S3 bucket, or the one object of this key. Each is downloaded into a folder, a few
 * ahead of the reader, and deleted when the next one is asked for.
 */
export class BucketSource implements ArchiveSource {
  private readonly bucket: string;
  private readonly prefix: string;

  /** @param folder where the objects may lie; its owner removes it */
  constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly config: S3ClientConfig = {},
  ) {
    const [, bucket = '', prefix = ''] = S3_URI.exec(name) ?? [];
    if (bucket === '') throw new Error(`${name} names no bucket. Write s3://BUCKET or s3://BUCKET/PREFIX.`);
    this.bucket = bucket;
    this.prefix = prefix;
  }

  static isNamedBy(source: string): boolean {
    return source.startsWith('s3:');
  }

  async *objects(signal: AbortSignal): AsyncGenerator<ArchiveObject> {
    const s3 = new S3Client({ ...this.pathStyle(), followRegionRedirects: true, ...this.config });
    const stopped = new AbortController();
    const both = AbortSignal.any([signal, stopped.signal]);
    // Node warns of more than ten listeners; each download has some.
    setMaxListeners(0, both);
    const running: Download[] = [];
    const keys = this.keys(s3, both);
    let count = 0;
    const startNext = async () => {
      const { value: key, done } = await keys.next();
      if (done) return false;
      const file = join(this.folder, String(count++));
      const ended = this.download(s3, key, file, both);
      // The failure is thrown when it is this one's turn.
      ended.catch(() => {});
      running.push({ key, file, ended });
      return true;
    };
    try {
      for (;;) {
        while (running.length < CONCURRENCY && (await startNext()));
        const next = running.shift();
        if (next === undefined) return;
        const { key, file, ended } = next;
        await ended;
        yield { name: `s3://${this.bucket}/${key}`, path: this.pathOf(key), file };
        await rm(file);
      }
    } finally {
      stopped.abort();
      await Promise.allSettled(running.map(({ ended }) => ended));
      s3.destroy();
    }
  }

  /** A server that stands for S3 seldom has a host name for each bucket. */
  private pathStyle(): S3ClientConfig {
    const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env;
    return this.config.endpoint || AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL ? { forcePathStyle: true } : {};
  }

  private async *keys(s3: S3Client, abortSignal: AbortSignal): AsyncGenerator<string> {
    try {
      const request = { Bucket: this.bucket, Prefix: this.prefix };
      for await (const page of paginateListObjectsV2({ client: s3 }, request, { abortSignal }))
        for (const { Key } of page.Contents ?? [])
          if (Key !== undefined && this.isBelow(Key) && isOfTheArchive(this.pathOf(Key))) yield Key;
    } catch (error) {
      abortSignal.throwIfAborted();
      throw failure(`${this.name} cannot be listed`, error, 's3:ListBucket on the bucket');
    }
  }

  /**
   * `changes/table=a` is a folder, or an object: not the beginning of `changes/table=ab/…`. Consoles mark a folder by an
   * empty object whose key ends in `/`.
   */
  private isBelow(key: string): boolean {
    const { prefix } = this;
    if (key.endsWith('/')) return false;
    return prefix === '' || prefix.endsWith('/') || key === prefix || key.startsWith(`${prefix}/`);
  }

  private pathOf(key: string): string {
    const path = key.slice(this.prefix.length).replace(/^\//, '');
    return path === '' ? key.slice(key.lastIndexOf('/') + 1) : path;
  }

  private async download(s3: S3Client, Key: string, file: string, abortSignal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: this.bucket, Key }), { abortSignal });
        if (!(Body instanceof Readable)) throw new Error('the answer has no body');
        return await pipeline(Body, createWriteStream(file), { signal: abortSignal });
      } catch (error) {
        abortSignal.throwIfAborted();
        if (attempt < ATTEMPTS && !(error instanceof Error && '$metadata' in error)) continue;
        throw failure(
          `s3://${this.bucket}/${Key} cannot be read`,
          error,
          's3:GetObject on the objects, and kms:Decrypt where the bucket is encrypted with a KMS key',
        );
      }
    }
  }
}

interface Download {
  readonly key: string;
  readonly file: string;
  readonly ended: Promise<void>;
}

function failure(what: string, error: unknown, permission: string): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const cause = name === 'Error' ? message : `${name}: ${message}`;
  return new Error(
    `${what} (${cause.replace(/\.$/, '')}). It takes ${permission}, the bucket's Region in AWS_REGION, and credentials.`,
  );
}
