import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../local/paths';
import { terraformEnvironment } from '../../local/terraform';
import { lineOf } from '../cli/archive/archive-folder';
import { requireEngine } from '../engines';
import { packProject, type Tarball } from './tarball';

const run = promisify(execFile);
const { devDependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));

const TYPESCRIPT = [
  `typescript@${devDependencies.typescript}`,
  `@types/node@${devDependencies['@types/node']}`,
];

const INSTALL_FLAGS = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];

/** What an app has the package with; the bindings are generated for one version of the AWS provider each. */
const APPS = {
  'cdktf, bindings of AWS provider 6.25': [
    `cdktf@${devDependencies.cdktf}`,
    `@cdktf/provider-aws@${devDependencies['@cdktf/provider-aws']}`,
    `constructs@${devDependencies.constructs}`,
  ],
  'cdktf, bindings of AWS provider 5.100': [
    `cdktf@${devDependencies.cdktf}`,
    '@cdktf/provider-aws@20.1.0',
    `constructs@${devDependencies.constructs}`,
  ],
  'cdktn under the names of cdktf, bindings of AWS provider 6.66': [
    'cdktf@npm:cdktn@0.24.0',
    // What those bindings load by its own name.
    'cdktn@0.24.0',
    '@cdktf/provider-aws@npm:@cdktn/provider-aws@25.7.0',
    'constructs@10.7.2',
  ],
} as const;
const [FIRST, ...OTHERS] = Object.keys(APPS) as [keyof typeof APPS, ...(keyof typeof APPS)[]];

const STACKS = ['parts', 'pipelines', 'stack'];

describe('the package, installed into an app of another folder', function () {
  this.timeout(180_000);
  let folder: string;
  let tarball: Tarball;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'installed-'));
    tarball = await packProject(folder, PROJECT_ROOT);
    await installApp(FIRST);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const appFolder = (app: string) => join(folder, app.replaceAll(/\W+/g, '-'));
  const stackFile = (app: string, stack: string) =>
    join(appFolder(app), 'cdktf.out', 'stacks', stack, 'cdk.tf.json');

  async function installApp(app: keyof typeof APPS): Promise<void> {
    const cwd = appFolder(app);
    cpSync(join(__dirname, 'app'), cwd, { recursive: true });
    await run('npm', ['init', '--yes'], { cwd });
    await run('npm', ['install', ...INSTALL_FLAGS, tarball.path, ...APPS[app], ...TYPESCRIPT], { cwd });
  }

  /** Compiles the app against the package's types, and runs it. */
  async function synthesize(app: keyof typeof APPS): Promise<void> {
    const cwd = appFolder(app);
    await run('npx', ['tsc'], { cwd });
    await run(process.execPath, ['out/main.js'], {
      cwd,
      env: { ...process.env, DISABLE_VERSION_CHECK: '1' },
    });
    expect(readdirSync(join(cwd, 'cdktf.out', 'stacks')).toSorted()).to.deep.equal(STACKS);
  }

  it('has types for node16 and bundler resolution, all of its own checked', async () => {
    const cwd = appFolder(FIRST);
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    await run('npx', ['tsc', '--noEmit', '--skipLibCheck', 'false', ...bundler], { cwd });
    await run('npx', ['tsc', '--noEmit', '--skipLibCheck', 'false'], { cwd });
  });

  it('synthesizes what Terraform and the AWS provider find valid', async function () {
    let env: Record<string, string> = {};
    await requireEngine(this, 'Terraform', async () => {
      try {
        env = await terraformEnvironment();
        await run('terraform', ['version'], { env });
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    });
    await synthesize(FIRST);
    for (const stack of STACKS) {
      const options = { cwd: join(stackFile(FIRST, stack), '..'), env };
      await run('terraform', ['init', '-backend=false', '-input=false'], options);
      const { stdout } = await run('terraform', ['validate', '-json'], options);
      expect(JSON.parse(stdout), stack).to.deep.include({ valid: true, diagnostics: [] });
    }
  });

  // Bindings pass over what their version of the provider does not know: it would be missing here.
  for (const app of OTHERS)
    it(`synthesizes the same with ${app}`, async () => {
      await installApp(app);
      await synthesize(FIRST);
      await synthesize(app);
      for (const stack of STACKS)
        expect(comparable(stackFile(app, stack)), stack).to.deep.equal(comparable(stackFile(FIRST, stack)));
    });

  it('is what the code in README.md and docs/library.md takes it for', async () => {
    const cwd = appFolder(FIRST);
    const files = ['README.md', 'docs/library.md'].flatMap((page) => {
      const text = readFileSync(join(PROJECT_ROOT, page), 'utf8');
      return Array.from(text.matchAll(/^```ts\n(.*?)^```/gms), ([, code = '']) => code);
    });
    expect(files).to.have.length.greaterThan(3);
    const names = files.map((code, i) => {
      writeFileSync(join(cwd, `shown-${i}.ts`), code);
      return `shown-${i}.ts`;
    });
    await run(
      'npx',
      ['tsc', '--ignoreConfig', '--noEmit', '--strict', '--module', 'node16', '--types', 'node', ...names],
      {
        cwd,
      },
    );
  });

  it('serves a consumer of one’s own', async () => {
    await synthesize(FIRST);
    const consumer = require(join(appFolder(FIRST), 'out', 'consumer.js'));
    const record = (eventName: string, id: string) => ({
      eventName,
      eventSourceARN:
        'arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/2026-11-24T00:00:00.000',
      dynamodb: {
        Keys: { id: { S: id } },
        NewImage: { id: { S: id }, status: { S: 'open' }, total: { N: '1.10' } },
        ApproximateCreationDateTime: 1_795_512_600,
      },
    });
    const answer = {
      items: [{ index: { status: 201 } }, { index: { status: 429, error: { type: 'busy' } } }],
    };
    expect(
      consumer.written({ Records: [record('INSERT', 'a'), record('REMOVE', 'b')] }, answer),
    ).to.deep.equal({
      body: [
        '{"index":{"_index":"orders","_id":"S=a","version":1795512600000000,"version_type":"external_gte"}}',
        '{"id":"a","status":"open","total":1.10,"_cdc":{"id":"S=a","at":1795512600000000}}',
        '{"index":{"_index":"orders","_id":"S=b","version":1795512600000000,"version_type":"external_gte"}}',
        '{"_cdc":{"id":"S=b","at":1795512600000000,"deleted":true}}\n',
      ].join('\n'),
      fates: ['applied', 'retry'],
    });
    const { dynamodb } = record('INSERT', 'a');
    const data = Buffer.from(JSON.stringify({ eventName: 'INSERT', tableName: 'orders', dynamodb })).toString(
      'base64',
    );
    expect(consumer.ids({ Records: [{ kinesis: { data } }] })).to.deep.equal(['S=a']);
    expect(consumer.line(data)).to.equal(
      '{"eventName":"INSERT","table":"orders","at":1795512600000000,"sequenceNumber":"1","keys":{"id":"a"},"new":{"id":"a","status":"open","total":1.10},"old":null}\n',
    );
  });

  it('has the command, by npx', async () => {
    const { stdout } = await run('npx', ['--offline', 'dynamodb-cdc', '--help'], { cwd: appFolder(FIRST) });
    expect(stdout).to.contain('npx dynamodb-cdc function-zip search-indexer');
  });

  describe('without its peers, for the command or the functions alone', () => {
    let cwd: string;
    const install = (...packages: readonly string[]) =>
      run('npm', ['install', '--omit=peer', ...INSTALL_FLAGS, ...packages], { cwd });
    const command = (...args: readonly string[]) =>
      run('npx', ['--offline', 'dynamodb-cdc', ...args], { cwd });

    before(async () => {
      cwd = join(folder, 'without-peers');
      mkdirSync(cwd);
      await run('npm', ['init', '--yes'], { cwd });
      await install(tarball.path);
    });

    it('puts a transform into the function', async () => {
      expect(readdirSync(join(cwd, 'node_modules')))
        .to.include('dynamodb-cdc')
        .and.not.include('cdktf');
      cpSync(join(__dirname, 'app', 'transform.ts'), join(cwd, 'transform.ts'));
      const { stderr } = await command('function-zip', 'search-indexer', '--transform', 'transform.ts');
      expect(stderr).to.match(/^search-indexer\.zip: \d+ KB, sha256 [0-9a-f]{64}\n/);
    });

    it('replays an archive once it has the packages that the command asks for', async () => {
      const archive = join(cwd, 'archive.jsonl');
      writeFileSync(archive, lineOf({ new: '{"id":"a","price":1.10}' }));
      const { stderr } = await command('archive', 'replay', archive).catch((error) => error);
      const packages = Array.from(stderr.matchAll(/"([^"]+@[^"]+)"/g), ([, name]: [string, string]) => name);
      expect(packages).to.have.length(2);
      await install(...packages);
      const { stdout } = await command('archive', 'replay', archive);
      expect(stdout).to.equal('{"id":"a","price":1.10}\n');
    });
  });

  it('has the same bytes, whatever folder it is built in', async () => {
    const clone = join(folder, 'clone');
    const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: PROJECT_ROOT,
    });
    for (const file of stdout.trim().split('\n').filter(isPackedFrom))
      cpSync(join(PROJECT_ROOT, file), join(clone, file));
    symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(clone, 'node_modules'));
    const there = join(folder, 'there');
    mkdirSync(there);
    const other = await packProject(there, clone);
    expect(readFileSync(other.path).equals(readFileSync(tarball.path))).to.equal(true);
  });
});

function isPackedFrom(file: string): boolean {
  return /^(modules|functions|cli)\//.test(file) || /^(LICENSE|README\.md|[^/]+\.json)$/.test(file);
}

/**
 * A stack's JSON without what tells the app and its tools apart: the version of cdktf or cdktn in the metadata, and the
 * state's path, which lies in the app's folder. All else counts, the names with their hashes too.
 */
function comparable(file: string): unknown {
  const { '//': metadata, terraform, ...stack } = JSON.parse(readFileSync(file, 'utf8'));
  const { backend, ...settings } = terraform;
  expect(metadata.metadata).to.have.property('version');
  expect(backend).to.have.all.keys('local');
  return { ...stack, terraform: settings };
}
