import { isBuiltin } from 'node:module';
import { basename, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

export interface BundleProps {
  /** The TypeScript file whose exports the bundle has. */
  readonly entryPoint: string;
  /** The folder that the paths in messages are relative to. */
  readonly root: string;
  readonly tsconfig: string;
  /** Packages that are left out, with the files that stand for them. @default none */
  readonly replaced?: Readonly<Record<string, string>>;
}

/** The bundle's files by their names. */
export type BundleFiles = Readonly<Record<string, Uint8Array>>;

/**
 * CommonJS with everything in it, the AWS SDK too: what runs is what was tested, whatever SDK the Lambda runtime
 * brings. `index.js` is what is loaded first. A source file that is imported by `import()` becomes a file of its own
 * (`aws-clients.ts` → `aws-clients.js`), with its own copy of all that it imports: state and classes are not shared.
 * The bytes depend on the sources and on the lock file alone.
 */
export async function bundle(props: BundleProps): Promise<BundleFiles> {
  const files: Record<string, Uint8Array> = {};
  const entryPoints = new Map([['index.js', props.entryPoint]]);
  for (const [name, entryPoint] of entryPoints) {
    files[name] = await bundleFile({ ...props, entryPoint }, (imported) => {
      const file = fileOf(imported);
      const other = entryPoints.get(file);
      if (other !== undefined && other !== imported) {
        throw new Error(`${other} and ${imported} would both be ${file} of one bundle. Rename one of them.`);
      }
      entryPoints.set(file, imported);
      return file;
    });
  }
  return files;
}

const fileOf = (source: string): string => basename(source).replace(/\.ts$/, '.js');

/** @param onLazyImport is told of each source that is to be a file of its own, and answers with the file's name */
async function bundleFile(props: BundleProps, onLazyImport: (source: string) => string): Promise<Uint8Array> {
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
    // Written as require().
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    alias: props.replaced ?? {},
    minify: true,
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'error',
    plugins: [lazyImports(props.root, onLazyImport)],
  });
  const missing = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ external, path }) => external === true && !isBuiltin(path) && !path.startsWith('./'))
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

/** Leaves the project's own `import()`s as they are; those of packages are bundled with them. */
function lazyImports(root: string, onLazyImport: (source: string) => string): Plugin {
  return {
    name: 'lazy imports',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^\.\.?\// }, async ({ kind, path, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || relative(root, importer).includes('node_modules')) return undefined;
        const source = await resolve(path, { kind: 'import-statement', importer, resolveDir });
        if (source.errors.length > 0) return { errors: source.errors };
        return { path: `./${onLazyImport(source.path)}`, external: true };
      });
    },
  };
}
