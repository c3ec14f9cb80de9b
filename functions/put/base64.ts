/** The length of the base64 text of so many bytes. */
export function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** How many bytes have a base64 text that is at most so long. */
export function bytesInBase64(length: number): number {
  return 3 * Math.floor(Math.max(0, length) / 4);
}
