/** More is not kept: of one batch there are a text, a few pieces of plain JSON, and a body. */
const MAX_SPARE_BYTES = 16 * 1024 * 1024;

/** Buffers come in multiples of it, so that one fits the next batch, too. */
const GRANULE_BYTES = 256 * 1024;

const spare: Buffer[] = [];

/**
 * A buffer of at least so many bytes, with anything in it. Fresh memory costs more time than what is done with it
 * (the system makes its pages when they are first touched), so a warm function takes the same again.
 */
export function takeBuffer(bytes: number): Buffer {
  const index = spare.findIndex(({ length }) => length >= bytes);
  const [found] = index < 0 ? [] : spare.splice(index, 1);
  return found ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / GRANULE_BYTES) * GRANULE_BYTES);
}

/** Gives a taken buffer, or any part of it, back whole. Nothing may read or write it any more. */
export function giveBack({ buffer }: Buffer): void {
  spare.push(Buffer.from(buffer));
  spare.sort((a, b) => a.length - b.length);
  while (spare.reduce((sum, { length }) => sum + length, 0) > MAX_SPARE_BYTES) spare.shift();
}
