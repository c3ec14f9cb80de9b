import { join, resolve } from 'node:path';

/** The root of the repository. */
export const PROJECT_ROOT = resolve(__dirname, '..');

/** What local runs download, cache, log and store; ignored by git. */
export const LOCAL_FOLDER = join(PROJECT_ROOT, '.local');
