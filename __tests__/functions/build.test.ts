import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { archive } from '../../functions/build/archive';
import { PROJECT_ROOT } from '../../local/paths';

const NO_MODULES = (path: string): boolean => !path.endsWith('node_modules');

describe('the build of the functions', function () {
  this.timeout(60_000);
  let folder: string;
  let built: Record<string, Uint8Array>;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'build of functions ')));
    for (const name of ['functions', 'tsconfig.json', 'package.json']) {
      cpSync(join(PROJECT_ROOT, name), join(folder, name), { recursive: true, filter: NO_MODULES });
    }
    symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(folder, 'node_modules'));
    const ownModules = join(PROJECT_ROOT, 'functions', 'node_modules');
    if (existsSync(ownModules)) symlinkSync(ownModules, join(folder, 'functions', 'node_modules'));
    built = await build(folder, { TZ: 'UTC' }, '022');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the same bytes in another folder, time zone and umask, with other file times', async () => {
    const other = `${folder} again`;
    try {
      cpSync(folder, other, { recursive: true, verbatimSymlinks: true });
      rmSync(join(other, 'dist'), { recursive: true });
      setTimes(join(other, 'functions'), new Date('2001-02-03T04:05:06Z'));
      const again = await build(other, { TZ: 'Pacific/Kiritimati' }, '077');
      expect(digests(again)).to.deep.equal(digests(built));
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it('builds each function that has a handler, and leaves nothing else in dist', () => {
    const handlers = readdirSync(join(folder, 'functions')).filter((name) =>
      existsSync(join(folder, 'functions', name, 'handler.ts')),
    );
    expect(handlers).to.include.members(['items-api', 'search-bootstrap', 'search-indexer']);
    expect(Object.keys(built)).to.deep.equal(handlers.sort().map((name) => `${name}.zip`));
  });

  it('puts a bundle into a zip that exports its handler and has no path of this machine in it', () => {
    for (const [name, zip] of Object.entries(built)) {
      const files = unzipSync(zip);
      for (const [file, bytes] of Object.entries(files)) {
        const code = Buffer.from(bytes).toString();
        expect(code.includes(folder), `${name}: ${file}`).to.equal(false);
        expect(code.includes(PROJECT_ROOT), `${name}: ${file}`).to.equal(false);
      }
      const loaded: { exports: { handler?: unknown } } = { exports: {} };
      const code = Buffer.from(files['index.js'] ?? []).toString();
      new Function('module', 'exports', 'require', code)(loaded, loaded.exports, require);
      expect(loaded.exports.handler, name).to.be.a('function');
    }
  });

  const lazy: Record<string, Record<string, string>> = {
    'search-indexer': {
      'aws-clients.js': 'AwsClients',
      'credential-chain.js': 'defaultProvider',
      'transform-router.js': 'transformRouter',
    },
    'firehose-transformer': { 'bucket-writer.js': 'BucketWriter', 'kinesis-streams.js': 'KinesisStreams' },
    'firehose-forwarder': { 'aws-clients.js': 'AwsClients' },
  };
  for (const [name, files] of Object.entries(lazy)) {
    it(`puts what ${name} loads on first use into files of their own, that export it`, () => {
      const unpacked = join(folder, 'unpacked', name);
      mkdirSync(unpacked, { recursive: true });
      const all = unzipSync(built[`${name}.zip`] ?? new Uint8Array());
      for (const [file, bytes] of Object.entries(all)) writeFileSync(join(unpacked, file), bytes);
      expect(Object.keys(all)).to.have.members(['index.js', ...Object.keys(files)]);
      for (const [file, exported] of Object.entries(files)) {
        expect(require(join(unpacked, file))[exported], file).to.be.a('function');
      }
    });
  }

  it('keeps what the search indexer loads before its first record under 50 KB', () => {
    const { 'index.js': first = new Uint8Array() } = unzipSync(
      built['search-indexer.zip'] ?? new Uint8Array(),
    );
    expect(archive({ 'index.js': first }).length).to.be.lessThan(50 * 1024);
    expect(Buffer.from(first).toString()).not.to.match(/PutObject|SendMessage|AssumeRole|env\.DEBUG/);
  });

  it('keeps what the transformer loads before its first record under 10 KB', () => {
    const zip = built['firehose-transformer.zip'] ?? new Uint8Array();
    const { 'index.js': first = new Uint8Array() } = unzipSync(zip);
    expect(archive({ 'index.js': first }).length).to.be.lessThan(10 * 1024);
  });

  it('marks the bundle as readable for all, whatever the umask', () => {
    for (const zip of Object.values(built)) {
      const bytes = Buffer.from(zip);
      const centralDirectory = bytes.readUInt32LE(bytes.length - 6);
      expect(bytes.readUInt32LE(centralDirectory + 38) >>> 16).to.equal(0o100644);
    }
  });
});

async function build(
  folder: string,
  env: Record<string, string>,
  umask: string,
): Promise<Record<string, Uint8Array>> {
  await promisify(execFile)(
    'sh',
    ['-c', `umask ${umask} && exec "$0" --import tsx functions/build.ts`, process.execPath],
    { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } },
  );
  const output = join(folder, 'dist', 'functions');
  return Object.fromEntries(
    readdirSync(output)
      .sort()
      .map((name) => [name, new Uint8Array(readFileSync(join(output, name)))]),
  );
}

function digests(zips: Record<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(zips).map(([name, zip]) => [name, createHash('sha256').update(zip).digest('hex')]),
  );
}

function setTimes(path: string, time: Date): void {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) if (name !== 'node_modules') setTimes(join(path, name), time);
  }
  utimesSync(path, time, time);
}
