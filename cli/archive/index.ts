export type { Archive, Replay, ReplayOptions } from './archive';
export { asOf } from './as-of';
export type { QueryResult } from './database';
export { EmptyArchiveError, type OpenArchiveOptions, openArchive } from './open-archive';
