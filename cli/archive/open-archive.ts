import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { Archive } from './archive';
import type { ArchiveSource } from './archive-source';
import { BucketSource } from './bucket-source';
import { ChangeTable } from './change-table';
import { Database } from './database';
import { FolderSource } from './folder-source';
import { readObject } from './read-object';

export interface OpenArchiveOptions {
  /**
   * Endpoint, Region, credentials and what else the client of an `s3://` source shall have.
   * @default what the AWS SDK finds: AWS_REGION, a profile, AWS_ENDPOINT_URL and so on
   */
  readonly s3?: S3ClientConfig;
  /** Ends the work when it is aborted; whatever is under way then throws. */
  readonly signal?: AbortSignal;
  /** Is told how far the reading is, after each object. */
  readonly onProgress?: (objects: number, changes: number) => void;
}

/**
 * Reads all changes of an archive into a temporary folder, of about the size of the unpacked archive.
 *
 * @param source `s3://BUCKET/PREFIX`, or the path of a folder or file
 * @throws Error that names the object at fault and says what was expected; the temporary folder is gone then
 */
export async function openArchive(source: string, options: OpenArchiveOptions = {}): Promise<Archive> {
  const { s3, onProgress, signal = new AbortController().signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'dynamodb-cdc-'));
  const database = await Database.open(join(folder, 'spilled'));
  const interrupt = () => database.interrupt();
  signal.addEventListener('abort', interrupt);
  const close = async () => {
    signal.removeEventListener('abort', interrupt);
    database.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const file = join(folder, 'changes.tsv');
    const from = BucketSource.isNamedBy(source)
      ? new BucketSource(source, folder, s3)
      : new FolderSource(source);
    let [objects, changes] = [0, 0];
    await ChangeTable.fill(database, file, async (table) => {
      for await (const object of from.objects(signal)) {
        for await (const change of readObject(object, database)) {
          signal.throwIfAborted();
          await table.add(change);
          changes++;
        }
        objects++;
        onProgress?.(objects, changes);
      }
    });
    if (objects === 0) throw new EmptyArchiveError(from);
    return new Archive(file, database, objects, changes, close);
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error;
  }
}

/** There is no object of an archive there, or not yet. */
export class EmptyArchiveError extends Error {
  override readonly name = 'EmptyArchiveError';

  constructor({ name }: ArchiveSource) {
    super(
      `${name} has no object of an archive. Name the folder that the changes are in, s3://BUCKET/changes for example; objects below errors/ and canary/ are none of the archive's.`,
    );
  }
}
