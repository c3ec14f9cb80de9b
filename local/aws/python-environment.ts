import { join } from 'node:path';
import { noPython, virtualEnvironment } from '../python/virtual-environment';

const NAME = 'The AWS emulator';

export const NO_PYTHON = noPython(NAME);

/** The interpreter of a virtual environment that holds the emulator: about 20 s and 150 MB at the first call. */
export function pythonEnvironment(onProgress: (message: string) => void): Promise<string> {
  const requirements = join(__dirname, 'requirements.txt');
  return virtualEnvironment({ name: NAME, requirements, megabytes: 150, onProgress });
}
