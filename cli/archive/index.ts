export type { Archive, Replay, ReplayOptions } from './archive';
export { asOf } from './as-of';
export type { QueryResult } from './database';
export { type OpenArchiveOptions, openArchive } from './open-archive';
