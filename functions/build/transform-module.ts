import { existsSync } from 'node:fs';
import { type BuildResult, buildSync } from 'esbuild';

/** The file of a function's zip that holds the user's module. */
export const TRANSFORM_FILE = 'transform.js';

/**
 * A user's module with all that it imports, as a function loads it. The bytes depend on the sources alone, wherever
 * they lie.
 * @param path of a TypeScript or JavaScript file
 * @throws {TransformModuleError}
 */
export function transformModule(path: string): Uint8Array {
  if (typeof path !== 'string' || !existsSync(path))
    throw new TransformModuleError(`the path of a file (looked for from ${process.cwd()})`);
  try {
    return bundled(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TransformModuleError(`a module that can be bundled: ${reason}`);
  }
}

/** A module that cannot be taken for a transform. */
export class TransformModuleError extends Error {
  override readonly name = 'TransformModuleError';
  readonly mend =
    'Give the path of a TypeScript or JavaScript module that has "export const transform: Transform = (item, change) => ({ … })".';

  /** @param allowed what it must be, as it reads after "must be" */
  constructor(readonly allowed: string) {
    super(`A transform must be ${allowed}.`);
  }
}

function bundled(file: string): Uint8Array {
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
