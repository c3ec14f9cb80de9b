import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../local/paths';
import type { StackName } from '../modules/stacks';
import { exampleFiles } from './examples';
import { renderHcl } from './hcl';
import { readme } from './readme';
import { synthesizedModule } from './synthesized-module';
import { testFiles } from './tests/test-files';

/** The files of a module by their paths in its folder. */
export type ModuleFolder = ReadonlyMap<string, string | Uint8Array>;

/** What the parts of a pipeline are called in its resources' names: each has a file. */
const PARTS: readonly string[] = [
  'change_stream',
  'collection',
  'index',
  'indexer',
  'sweeper',
  'archive',
  'transformer',
  'delivery_stream',
  'forwarder',
  'canary',
];

/**
 * A pipeline's module, whole: its bytes depend on the sources and the lock file alone.
 * @throws MissingFunctionZipError when the functions have not been built.
 */
export function moduleFolder(pipeline: StackName): ModuleFolder {
  const { json, structure, functions } = synthesizedModule(pipeline);
  const files = new Map<string, string | Uint8Array>(renderHcl({ json, structure, fileOf }));
  for (const name of functions)
    files.set(`functions/${name}.zip`, readFileSync(join(PROJECT_ROOT, 'dist', 'functions', `${name}.zip`)));
  for (const [path, text] of [...exampleFiles(pipeline), ...testFiles(pipeline)]) files.set(path, text);
  files.set('README.md', readme(pipeline, json));
  files.set('LICENSE', readFileSync(join(PROJECT_ROOT, 'LICENSE')));
  return files;
}

function fileOf(address: string): string {
  const name = address.slice(address.lastIndexOf('.') + 1);
  const part = PARTS.find((candidate) => name === candidate || name.startsWith(`${candidate}_`)) ?? 'main';
  return `${part.replaceAll('_', '-')}.tf`;
}
