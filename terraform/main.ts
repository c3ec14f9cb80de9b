import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT_ROOT } from '../local/paths';
import { STACK_NAMES } from '../modules/stacks';
import { UserError } from '../modules/validation';
import { moduleFolder } from './module-folder';

const OUTPUT_FOLDER = join(PROJECT_ROOT, 'dist', 'terraform');

/** Writes `dist/terraform/<pipeline>/` for each pipeline, and leaves nothing else there. */
function buildModules(): void {
  rmSync(OUTPUT_FOLDER, { recursive: true, force: true });
  for (const pipeline of STACK_NAMES) {
    const files = moduleFolder(pipeline);
    for (const [path, content] of files) {
      const file = join(OUTPUT_FOLDER, pipeline, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    console.log(`${relative(PROJECT_ROOT, join(OUTPUT_FOLDER, pipeline))}  ${files.size} files`);
  }
}

try {
  buildModules();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
