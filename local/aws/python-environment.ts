import { join } from 'node:path';
import { noPython, virtualEnvironment } from '../python/virtual-environment';

const WHAT = 'The AWS emulator';

/** The interpreter of a virtual environment that holds the emulator; making it takes about 20 s. */
export function pythonEnvironment(onProgress: (message: string) => void): Promise<string> {
  return virtualEnvironment({
    folder: 'python',
    requirements: join(__dirname, 'requirements.txt'),
    what: WHAT,
    sizeMb: 150,
    onProgress,
  });
}

export const NO_PYTHON = noPython(WHAT);
