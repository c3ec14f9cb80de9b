import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { KinesisToSearch, type KinesisToSearchProps } from '../../modules/pipelines/kinesis-to-search';
import { InvalidPropError } from '../../modules/validation';
import { Synthesized } from './synthesized';

/** What would be a reference in a Terraform string. */
const MARKER = ['$', '{x}'].join('');

const PIPELINE: KinesisToSearchProps = { tableName: 'shop', collectionName: 'shop' };

describe('routes', () => {
  it('give each index its mapping, and the function what it writes where', () => {
    const stack = synthesized({
      routes: [
        { indexName: 'orders', filter: { kind: ['order'], state: [{ prefix: MARKER }] }, mappings: { a: 1 } },
        { indexName: 'people', exclude: ['password'], rename: { mail: 'email' } },
      ],
      settings: { s: 2 },
    });
    const { ROUTES, SEARCH_INDEX } = environment(stack);
    expect(SEARCH_INDEX).to.equal(undefined);
    // Terraform takes a doubled marker for a plain one.
    expect(JSON.parse(String(ROUTES).replaceAll(`$${MARKER}`, MARKER))).to.deep.equal([
      { index: 'orders', filter: { kind: ['order'], state: [{ prefix: MARKER }] } },
      { index: 'people', exclude: ['password'], rename: { mail: 'email' } },
    ]);
    const requests = stack
      .resources('aws_lambda_invocation')
      .map(({ input }) => JSON.parse(String(input)))
      .sort((a, b) => (a.index < b.index ? -1 : 1));
    expect(requests.map(({ index }) => index)).to.deep.equal(['orders', 'people']);
    expect(requests.map(({ mappings }) => mappings.a)).to.deep.equal([1, undefined]);
    expect(requests.map(({ settings }) => settings)).to.deep.equal([{ s: 2 }, { s: 2 }]);
    const policy = JSON.stringify(stack.resource('aws_opensearchserverless_access_policy').policy);
    for (const index of ['shop/orders', 'shop/people']) expect(policy).to.contain(`index/${index}`);
    expect(policy).not.to.contain('index/shop/*');
  });

  it('of one index, whole, are told by its name alone', () => {
    const { ROUTES, SEARCH_INDEX } = environment(synthesized({}));
    expect([ROUTES, SEARCH_INDEX]).to.deep.equal([undefined, 'shop']);
  });

  it('of one index with a filter or a projection need no list', () => {
    const props = { include: ['id', 'title'], filter: { draft: [{ exists: false }] } };
    expect(JSON.parse(String(environment(synthesized(props)).ROUTES))).to.deep.equal([
      { index: 'shop', ...props },
    ]);
  });

  describe('by a transform', () => {
    const folder = mkdtempSync(join(tmpdir(), 'transform-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const module = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    module('names.ts', 'export const upper = (name: string): string => name.toUpperCase();');
    const good = module(
      'good.ts',
      "import { upper } from './names';\nexport const transform = ({ name }: { name: string }) => ({ people: { name: upper(name) } });",
    );

    it('have it in the zip, with what it imports', () => {
      const [first, again] = [zipOf(good), zipOf(good)];
      expect(Buffer.compare(first, again)).to.equal(0);
      const files = unzipSync(first);
      expect(Object.keys(files)).to.include.members(['index.js', 'transform.js', 'transform-router.js']);
      writeFileSync(join(folder, 'transform.js'), Buffer.from(files['transform.js'] ?? []));
      const { transform } = require(join(folder, 'transform.js'));
      expect(transform({ name: 'ada' })).to.deep.equal({ people: { name: 'ADA' } });
    });

    it('only name their indices', () => {
      const routes = [{ indexName: 'people' }, { indexName: 'orders' }];
      const { ROUTES, TRANSFORM } = environment(synthesized({ transform: good, routes }));
      expect(TRANSFORM).to.equal('transform.js');
      expect(ROUTES).to.equal('[{"index":"people"},{"index":"orders"}]');
    });

    const wrong: [string, object, RegExp][] = [
      ['is not there', { transform: 'none.ts' }, /transform is "none\.ts", but must be the path of a file/],
      ['has a mistake', { transform: module('bad.ts', 'export const = 1') }, /can be bundled: .*bad\.ts:1/s],
      [
        'exports nothing of that name',
        { transform: module('other.ts', 'export const map = () => ({});') },
        /it exports no function "transform"/,
      ],
      [
        'stands beside a filter',
        { transform: good, filter: { a: ['b'] } },
        /filter is .*left out when transform/,
      ],
      [
        'stands beside a projection of a route',
        { transform: good, routes: [{ indexName: 'a', include: ['b'] }] },
        /include is \["b"\], but must be left out when transform is given/,
      ],
    ];
    for (const [what, props, sentence] of wrong) {
      it(`that ${what} fails with a sentence`, () => {
        expect(() => synthesized(props)).to.throw(InvalidPropError, sentence);
      });
    }

    function zipOf(transform: string): Buffer {
      const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
      new AwsProvider(stack, 'aws');
      const { indexer } = new KinesisToSearch(stack, 'pipeline', { ...PIPELINE, transform });
      return readFileSync(join(Testing.fullSynth(stack), 'stacks', 'stack', indexer.function.zip.path));
    }
  });
});

function synthesized(props: Partial<KinesisToSearchProps>): Synthesized {
  return Synthesized.of((scope) => new KinesisToSearch(scope, 'pipeline', { ...PIPELINE, ...props }));
}

function environment(stack: Synthesized): Record<string, string | undefined> {
  const { environment } = stack.resource('aws_lambda_function', 'indexer_function');
  return Object(environment).variables;
}
