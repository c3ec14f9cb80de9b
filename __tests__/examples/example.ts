import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../local/paths';

const run = promisify(execFile);

export const EXAMPLES_FOLDER = join(PROJECT_ROOT, 'examples');

/** A CDKTF app, or what Terraform reads as it is. */
export type ExampleKind = 'app' | 'terraform';

/** Each folder of examples; the kind is undefined of one that is neither. */
export const EXAMPLES: ReadonlyMap<string, ExampleKind | undefined> = new Map(
  readdirSync(EXAMPLES_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, kindOf(join(EXAMPLES_FOLDER, name))]),
);

export function examplesOf(kind: ExampleKind): string[] {
  return [...EXAMPLES].filter(([, of]) => of === kind).map(([name]) => name);
}

/**
 * Runs the app of an example where its user does, in its own folder.
 * @param outputFolder receives the stacks
 * @returns the folders of the stacks, by their names
 * @throws Error with what the app said, when it fails
 */
export async function synthesizeExample(
  name: string,
  outputFolder: string,
): Promise<ReadonlyMap<string, string>> {
  await run(process.execPath, ['--import', TSX, 'main.ts'], {
    cwd: join(EXAMPLES_FOLDER, name),
    env: {
      PATH: process.env.PATH ?? '',
      CDKTF_OUTDIR: outputFolder,
      // There the package's name leads to its source.
      TSX_TSCONFIG_PATH: join(PROJECT_ROOT, 'tsconfig.json'),
    },
  });
  const stacks = join(outputFolder, 'stacks');
  return new Map(readdirSync(stacks).map((stack) => [stack, join(stacks, stack)]));
}

const TSX = pathToFileURL(require.resolve('tsx')).href;

function kindOf(folder: string): ExampleKind | undefined {
  if (existsSync(join(folder, 'main.ts'))) return 'app';
  return readdirSync(folder).some((file) => file.endsWith('.tf')) ? 'terraform' : undefined;
}
