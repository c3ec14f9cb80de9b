import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { PROJECT_ROOT } from '../../../local/paths';

export interface Variation {
  /** A source file, from `functions/` on. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The search-indexer with one thing changed: the files that take the place of the built ones. */
export async function indexerVariant(variation: Variation): Promise<Readonly<Record<string, string>>> {
  const { outputFiles } = await build({
    entryPoints: [join(PROJECT_ROOT, 'functions', 'search-indexer', 'handler.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins: [varied(variation)],
  });
  return { 'index.js': outputFiles.map(({ text }) => text).join('') };
}

function varied({ file, find, replace }: Variation): Plugin {
  const source = join(PROJECT_ROOT, 'functions', file);
  return {
    name: 'variation',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path !== source) return undefined;
        const parts = (await readFile(path, 'utf8')).split(find);
        if (parts.length !== 2)
          throw new Error(`${file} has not exactly one "${find}". Adapt the variation.`);
        return { contents: parts.join(replace), loader: 'ts' };
      });
    },
  };
}
