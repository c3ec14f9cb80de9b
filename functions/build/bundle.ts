import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

export interface BundleProps {
  /** The TypeScript file whose exports the bundle has. */
  readonly entryPoint: string;
  /** The folder that the paths in messages are relative to. */
  readonly root: string;
  readonly tsconfig: string;
}

/**
 * One CommonJS file with everything in it, the AWS SDK too: what runs is what was tested, whatever SDK
 * the Lambda runtime brings. The bytes depend on the sources and on the lock file alone.
 */
export async function bundle(props: BundleProps): Promise<Uint8Array> {
  const { outputFiles, metafile } = await build({
    entryPoints: [props.entryPoint],
    absWorkingDir: props.root,
    tsconfig: props.tsconfig,
    outfile: 'index.js',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The oldest Node that runs it: tests and the local emulator may use it, Lambda runs 22.
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'error',
  });
  const missing = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter((imported) => imported.external === true && !isBuiltin(imported.path))
    .map((imported) => imported.path);
  if (missing.length > 0) {
    throw new Error(
      `${props.entryPoint} imports ${missing.join(', ')}, which is not installed. Run npm ci, or add it to functions/package.json.`,
    );
  }
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${props.entryPoint} gave no bundle.`);
  return file.contents;
}
