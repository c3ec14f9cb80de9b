import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { archive } from './build/archive';
import { bundle } from './build/bundle';

const ROOT = resolve(__dirname, '..');
const OUTPUT_FOLDER = join(ROOT, 'dist', 'functions');

/** Builds `dist/functions/<name>.zip`, handler `index.handler`, for each folder that has a `handler.ts`. */
async function buildFunctions(): Promise<void> {
  const names = readdirSync(__dirname)
    .filter((name) => existsSync(join(__dirname, name, 'handler.ts')))
    .sort();
  mkdirSync(OUTPUT_FOLDER, { recursive: true });
  removeAllBut(names.map((name) => `${name}.zip`));
  const zips = await Promise.all(names.map(buildFunction));
  names.forEach((name, index) => {
    const zip = zips[index];
    if (zip === undefined) return;
    const file = join(OUTPUT_FOLDER, `${name}.zip`);
    replaceFile(file, zip);
    console.log(
      `${relative(ROOT, file)}  ${Math.ceil(zip.length / 1024)} KB  sha256 ${sha256(zip).slice(0, 12)}`,
    );
  });
}

async function buildFunction(name: string): Promise<Uint8Array> {
  const files = await bundle({
    entryPoint: join(__dirname, name, 'handler.ts'),
    root: ROOT,
    tsconfig: join(ROOT, 'tsconfig.json'),
    replaced: { debug: join(__dirname, 'search', 'silent-debug.ts') },
  });
  return archive(files);
}

/** The zips of functions that are no more must not be deployed by mistake. */
function removeAllBut(kept: readonly string[]): void {
  for (const name of readdirSync(OUTPUT_FOLDER)) {
    if (name.endsWith('.zip') && !kept.includes(name)) rmSync(join(OUTPUT_FOLDER, name));
  }
}

/** Another build or a deploy may read the file right now: it sees the old one or the new one, whole. */
function replaceFile(file: string, content: Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  const written = `${file}.${process.pid}`;
  writeFileSync(written, content);
  renameSync(written, file);
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

buildFunctions().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
