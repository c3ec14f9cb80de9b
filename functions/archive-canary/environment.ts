/** The environment of the `archive-canary` function: what its construct sets and the function reads. */
export interface ArchiveCanaryEnvironment {
  readonly STREAM_NAME: string;
  readonly CANARY_BUCKET: string;
}
