import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ArchiveObject } from './archive-source';

/** The lines of a text, without their ends. @throws Error that names the object, when it cannot be unpacked */
export async function* linesOf(object: ArchiveObject, format: 'gzip' | 'plain'): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let number = 0;
  try {
    for await (const chunk of bytesOf(object.file, format)) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        yield text(object, ++number, [...begun, chunk.subarray(start, end)]);
        begun = [];
        start = end + 1;
      }
      if (start < chunk.length) begun.push(chunk.subarray(start));
    }
  } catch (error) {
    if (!isCodeOf(error, 'Z_')) throw error;
    throw new Error(
      `${object.name} is GZIP that is cut off or damaged, after line ${number} (${error.message}). Copy it again from the bucket; in a versioned bucket, an earlier version may be whole.`,
    );
  }
  if (begun.length > 0) yield text(object, ++number, begun);
}

function bytesOf(file: string, format: 'gzip' | 'plain'): AsyncIterable<Buffer> {
  const bytes: Readable = createReadStream(file, { highWaterMark: 256 * 1024 });
  if (format === 'plain') return bytes;
  // A failure of the file's reads arrives at the reader of the unpacked bytes, too.
  return pipeline(bytes, createGunzip({ chunkSize: 256 * 1024 }), () => {});
}

function text(object: ArchiveObject, number: number, parts: readonly Buffer[]): string {
  const line = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  if (!isUtf8(line))
    throw new Error(
      `${object.name}, line ${number} is not UTF-8, as JSON is. It is damaged, or no line of an archive.`,
    );
  return line.toString('utf8');
}

const isCodeOf = (error: unknown, start: string): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith(start);
