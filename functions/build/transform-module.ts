import { type BuildResult, buildSync } from 'esbuild';

/** The file of a function's zip that holds the user's module. */
export const TRANSFORM_FILE = 'transform.js';

/**
 * A user's module with all that it imports, as a function loads it.
 * @throws Error with esbuild's messages, or where the module exports no `transform`
 */
export function transformModule(file: string): Uint8Array {
  const { inputs, outputs } = built(file, 'esm').metafile;
  for (const { exports, entryPoint = '' } of Object.values(outputs)) {
    // What is CommonJS tells its exports only when it runs.
    if (!exports.includes('transform') && inputs[entryPoint]?.format !== 'cjs')
      throw new Error('it exports no function "transform"');
  }
  const [module] = built(file, 'cjs').outputFiles;
  if (module === undefined) throw new Error('it gives no code');
  return module.contents;
}

function built(file: string, format: 'cjs' | 'esm'): BuildResult<{ write: false; metafile: true }> {
  return buildSync({
    entryPoints: [file],
    outfile: TRANSFORM_FILE,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format,
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
}
