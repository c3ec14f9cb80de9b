/** One object of an archive: a file that can be read now. */
export interface ArchiveObject {
  /** As the user knows it: `s3://bucket/key`, or a path. */
  readonly name: string;
  /** Its path below the source, with `/`. */
  readonly path: string;
  /** Where it lies on this machine; until the next object is asked for. */
  readonly file: string;
}

/** Where the objects of an archive come from, in the order of their paths. */
export interface ArchiveSource {
  readonly name: string;
  objects(signal: AbortSignal): AsyncIterable<ArchiveObject>;
}

/**
 * Whether an object belongs to the archive's changes, by its path below the source. Beside them the bucket has what
 * Firehose could not deliver (`errors/`) and the canaries of the deploy (`canary/`). Names with a leading `_` or `.`
 * are no data, as for Athena (https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html).
 */
export function isOfTheArchive(path: string): boolean {
  if (path.startsWith('errors/') || path.startsWith('canary/') || path.endsWith('/')) return false;
  return !path.split('/').some((part) => part.startsWith('_') || part.startsWith('.'));
}
