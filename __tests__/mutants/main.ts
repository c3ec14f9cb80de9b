import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../../local/paths';
import { startSearchEngine } from '../../local/search/engine/search-engine';
import { MUTANTS, type Mutant } from './mutants';

/** Breaks each promise in a copy of the project, or those that are named in part, and shows the test that notices. */
async function main(): Promise<void> {
  const only = process.argv.slice(2);
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  const engine = await startSearchEngine({
    dataFolder: join(folder, 'data'),
    logFile: join(folder, 'engine.log'),
    onProgress: (message) => console.log(message),
  });
  try {
    const mutants = MUTANTS.filter(
      ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
    );
    const width = Math.max(...mutants.map(({ name }) => name.length));
    for (const mutant of mutants) {
      const copy = join(folder, 'copy');
      copyProject(copy);
      mutate(copy, mutant);
      const caught = failingTest(copy, mutant, engine.url);
      console.log(`${caught ? '✔' : '✗'} ${mutant.name.padEnd(width)}  ${caught ?? 'SURVIVED'}`);
      if (caught === undefined) process.exitCode = 1;
      rmSync(copy, { recursive: true, force: true });
    }
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyProject(copy: string): void {
  const options = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', options, { cwd: PROJECT_ROOT, encoding: 'utf8' }).split('\0');
  for (const file of files.filter((name) => /^(functions|modules|local|__tests__|[^/]+$)/.test(name))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(PROJECT_ROOT, file), join(copy, file));
  }
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(copy, 'node_modules'));
}

/** @throws Error when the mutant no longer fits the code */
function mutate(copy: string, { name, file, find, replace }: Mutant): void {
  const path = join(copy, file);
  const [before, after, ...more] = readFileSync(path, 'utf8').split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The mutant "${name}" does not fit: ${file} has not exactly one "${find}". Adapt it.`);
  }
  writeFileSync(path, before + replace + after);
}

/** The title of the first test that fails; undefined where all pass. */
function failingTest(copy: string, { tests }: Mutant, engineUrl: string): string | undefined {
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', SEARCH_ENGINE_URL: engineUrl },
    });
  const built = run(process.execPath, ['--import', 'tsx', 'functions/build.ts']);
  if (built.status !== 0) throw new Error(`The mutant does not build:\n${built.stderr}`);
  const mocha = join('node_modules', '.bin', 'mocha');
  for (const test of tests) {
    const { status, stdout } = run(process.execPath, [mocha, '--bail', '--reporter', 'json', test]);
    if (status === 0) continue;
    const report: { failures: { fullTitle: string }[] } = JSON.parse(stdout.slice(stdout.indexOf('{\n')));
    const title = report.failures[0]?.fullTitle;
    // A hook that fails says nothing of the mutant.
    if (title === undefined || /"(before|after)/.test(title))
      throw new Error(`${test} does not run: ${title}`);
    return title;
  }
  return undefined;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
