import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const WRITE_CHARACTERS = 64 * 1024;

/** Writes lines to stdout, or to a file, which is there only when it is whole. */
export async function writeLines(
  lines: AsyncIterable<string> | Iterable<string>,
  { file, signal }: { readonly file?: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  if (file === undefined)
    return pipeline(Readable.from(inPieces(lines)), process.stdout, { end: false, signal });
  const written = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(inPieces(lines)), createWriteStream(written), { signal });
    await rename(written, file);
  } finally {
    await rm(written, { force: true });
  }
}

async function* inPieces(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < WRITE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
