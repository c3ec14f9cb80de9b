import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { PROJECT_ROOT } from '../../local/paths';

const PRICE = 'export const inCents = (price: number): number => Math.round(100 * price);\n';
const TRANSFORM = `import { inCents } from './price';
export const transform = ({ id, price }: { id: string; price: number }) => ({ a: { id, cents: inCents(price) } });
`;

describe('the command dynamodb-cdc function-zip', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'function-zip-'));
    writeTransform(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const functionZip = (...args: readonly string[]) => run(['function-zip', ...args], folder);

  it('writes the built function with the transform and all that it imports', async () => {
    const { status, stdout, stderr } = await functionZip('search-indexer', '--transform', 'transform.ts');
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: '' });
    expect(stderr)
      .to.match(/^search-indexer\.zip: \d+ KB, sha256 [0-9a-f]{64}\n/)
      .and.contain('function_zip')
      .and.contain('TRANSFORM=transform.js');
    const { 'transform.js': transform = new Uint8Array(), ...rest } = unzip('search-indexer.zip');
    const built = unzipSync(readFileSync(join(PROJECT_ROOT, 'dist', 'functions', 'search-indexer.zip')));
    expect(rest).to.deep.equal(built);
    writeFileSync(join(folder, 'transform.js'), transform);
    const loaded = createRequire(join(folder, 'any.js'))('./transform.js');
    expect(loaded.transform({ id: 'x', price: 1.15 })).to.deep.equal({ a: { id: 'x', cents: 115 } });
  });

  it('writes the same bytes wherever the transform lies and the command runs', async () => {
    const other = join(folder, 'of', 'another');
    mkdirSync(other, { recursive: true });
    writeTransform(other);
    await functionZip('search-indexer', '--transform', 'transform.ts', '--output', 'one.zip');
    const path = join(other, 'transform.ts');
    await run(['function-zip', 'search-indexer', `--transform=${path}`, '--output', 'two.zip'], other);
    expect(readFileSync(join(other, 'two.zip')).equals(readFileSync(join(folder, 'one.zip')))).to.equal(true);
  });

  it('leaves a file that was there whole where it cannot write another', async () => {
    const nowhere = join('no', 'search-indexer.zip');
    const { status, stderr } = await functionZip(
      'search-indexer',
      '--transform',
      'transform.ts',
      '--output',
      nowhere,
    );
    expect(status).to.equal(1);
    expect(stderr)
      .to.contain(nowhere)
      .and.not.match(/^ +at /m);
    expect(readdirSync(folder).toSorted()).to.deep.equal(['price.ts', 'transform.ts']);
  });

  const wrong: readonly (readonly [title: string, args: readonly string[], message: RegExp])[] = [
    ['no function', [], /^The function is "", but must be search-indexer\. No other asks a transform\./],
    ['another function', ['items-api'], /^The function is "items-api", but must be search-indexer\./],
    ['two functions', ['search-indexer', 'b'], /^The function is "search-indexer b", but must be/],
    ['no transform', ['search-indexer'], /^Give the module: --transform MODULE\./],
    ['an unknown flag', ['search-indexer', '--module', 'a'], /^Unknown option '--module'/],
    [
      'a transform that is not there',
      ['search-indexer', '--transform', 'no.ts'],
      /^--transform is "no\.ts", but must be the path of a file \(looked for from .*\)\. Give the path of/,
    ],
    [
      'a module without a transform',
      ['search-indexer', '--transform', 'price.ts'],
      /^--transform is "price\.ts", but must be a module that can be bundled: it exports no function "transform"\. Give/,
    ],
    [
      'a module that imports what is not there',
      ['search-indexer', '--transform', 'broken.ts'],
      /^--transform is "broken\.ts", but must be a module that can be bundled: .*Could not resolve "\.\/nowhere"/s,
    ],
  ];
  for (const [title, args, message] of wrong)
    it(`ends with 2 and a sentence for ${title}`, async () => {
      writeFileSync(join(folder, 'broken.ts'), "export { transform } from './nowhere';\n");
      const { status, stdout, stderr } = await functionZip(...args);
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' });
      expect(stderr)
        .to.match(message)
        .and.not.match(/^ +at /m);
      expect(existsSync(join(folder, 'search-indexer.zip'))).to.equal(false);
    });

  const unzip = (file: string) => unzipSync(readFileSync(join(folder, file)));
});

function writeTransform(folder: string): void {
  writeFileSync(join(folder, 'price.ts'), PRICE);
  writeFileSync(join(folder, 'transform.ts'), TRANSFORM);
}

async function run(args: readonly string[], cwd: string) {
  const command = [join(PROJECT_ROOT, 'cli', 'dynamodb-cdc.mjs'), ...args];
  return promisify(execFile)(process.execPath, command, { cwd }).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      status: code,
      stdout,
      stderr,
    }),
  );
}
