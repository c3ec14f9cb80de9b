import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { PROJECT_ROOT } from '../../local/paths';
import { changed, planJson } from '../cli/review/plans';
import { packLibrary, type Tarball, unpack } from './tarball';

const MAX_BYTES = 3 * 1024 * 1024;
const { bin, dependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));

/** What npm installs with it, and no more: none of the peers is there. */
const INSTALLED = [...Object.keys(dependencies), '@esbuild'];

const TRANSFORM = `import { isLosslessNumber, type Transform } from 'dynamodb-cdc/transform';
export const transform: Transform = ({ price }) => ({ a: { exact: isLosslessNumber(price) } });
`;

describe('the tarball of npm pack', function () {
  this.timeout(60_000);
  let folder: string;
  let installed: string;
  let tarball: Tarball;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tarball-'));
    installed = join(folder, 'node_modules', 'dynamodb-cdc');
    tarball = await packLibrary(folder);
    await unpack(tarball, installed);
    for (const name of INSTALLED) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(PROJECT_ROOT, 'node_modules', name), link);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const command = (...args: readonly string[]) =>
    run(process.execPath, [join(installed, bin['dynamodb-cdc']), ...args], folder);
  const evaluate = (code: string) => run(process.execPath, ['--eval', code], folder);

  it('has less than 3 MB', () => {
    expect(tarball.bytes).to.be.lessThan(MAX_BYTES);
  });

  it('has the compiled library, the built functions, the command and its licence, and nothing else', () => {
    const compiled = tarball.files.filter((path) => path.startsWith('dist/library/'));
    expect(tarball.files.filter((path) => !compiled.includes(path)).toSorted()).to.deep.equal([
      'LICENSE',
      'README.md',
      'cli/dynamodb-cdc.mjs',
      'dist/functions/archive-canary.zip',
      'dist/functions/firehose-forwarder.zip',
      'dist/functions/firehose-transformer.zip',
      'dist/functions/items-api.zip',
      'dist/functions/search-bootstrap.zip',
      'dist/functions/search-indexer.zip',
      'dist/functions/search-sweeper.zip',
      'package.json',
    ]);
    expect(compiled.filter((path) => !/\.(js|d\.ts)$/.test(path))).to.deep.equal([]);
    // Of a handler's code the library has what a consumer of one's own shares with it, not the handler.
    expect(compiled.filter((path) => /handler|^dist\/library\/(local|bench|__tests__)/.test(path))).to.be
      .empty;
  });

  it('has no path of the machine that built it, and no source map', () => {
    const text = tarball.files
      .filter((path) => !path.endsWith('.zip'))
      .map((path) => readFileSync(join(installed, path), 'utf8'));
    const zips = tarball.files
      .filter((path) => path.endsWith('.zip'))
      .flatMap((path) => Object.values(unzipSync(readFileSync(join(installed, path)))))
      .map((content) => Buffer.from(content).toString());
    expect(zips).to.have.length.greaterThan(7);
    for (const content of [...text, ...zips])
      expect([PROJECT_ROOT, `${homedir()}/`, 'sourceMappingURL'].filter((part) => content.includes(part))).to
        .be.empty;
  });

  it('has a core of the functions that loads without the peers, and the constructs that do not', async () => {
    const { stdout } = await evaluate(
      `console.log(require('dynamodb-cdc/functions').documentId({ id: { N: '1.0' } }, 'base64'))`,
    );
    expect(stdout).to.equal('N=1\n');
    const { status, stderr } = await evaluate(`require('dynamodb-cdc')`);
    expect(status).to.equal(1);
    expect(stderr).to.match(/Cannot find module '(cdktf|constructs|@cdktf\/provider-aws)/);
  });

  it('shows nothing but its exports', async () => {
    const { stderr } = await evaluate(
      `require('dynamodb-cdc/dist/library/functions/change/decode-record.js')`,
    );
    expect(stderr).to.contain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('has a command that tells its usage', async () => {
    const { status, stdout } = await command('--help');
    expect(status).to.equal(0);
    expect(stdout)
      .to.contain('npx dynamodb-cdc archive replay SOURCE')
      .and.contain('npx dynamodb-cdc review PLAN')
      .and.contain('npx dynamodb-cdc function-zip search-indexer');
  });

  it('has a command that reviews a plan', async () => {
    const plan = join(folder, 'plan.json');
    writeFileSync(
      plan,
      planJson(changed('aws_kinesis_stream', { retention_period: 168 }, { retention_period: 48 })),
    );
    const { status, stdout } = await command('review', plan);
    expect({ status, stdout }).to.have.property('status', 1);
    expect(stdout).to.contain('`shortens-retention`');
  });

  it('has a command that puts a transform into the function', async () => {
    writeFileSync(join(folder, 'transform.ts'), TRANSFORM);
    const { status, stderr } = await command('function-zip', 'search-indexer', '--transform', 'transform.ts');
    expect({ status, stderr }).to.have.property('status', 0);
    const files = unzipSync(readFileSync(join(folder, 'search-indexer.zip')));
    expect(Object.keys(files)).to.include('transform.js').and.include('index.js');
  });

  it('has a command that says what an archive needs', async () => {
    const { status, stderr } = await command('archive', 'replay', '.');
    expect(status).to.equal(1);
    expect(stderr).to.match(
      /^The archive commands need the package \S+, which is not installed\. Install what they need: npm install "@duckdb\/node-api@[^"]+" "@aws-sdk\/client-s3@[^"]+"\n$/,
    );
  });
});

async function run(program: string, args: readonly string[], cwd: string) {
  try {
    return { status: 0, ...(await promisify(execFile)(program, [...args], { cwd })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}
