import { expect } from 'chai';
import { demoOptions } from '../../../local/demo/options';

describe("the demo's options", () => {
  it('may be left out', () => {
    expect(demoOptions([])).to.deep.equal({ pipeline: 'kinesis-to-search', keep: false, help: false });
  });

  it('may be given, in any order', () => {
    const all = { pipeline: 'streams-to-s3', keep: true, help: true, items: 'mine.jsonl' };
    expect(demoOptions(['--items', 'mine.jsonl', '-h', 'streams-to-s3', '--keep'])).to.deep.equal(all);
    expect(demoOptions(['streams-to-s3', '--keep', '--help', '--items=mine.jsonl'])).to.deep.equal(all);
  });

  for (const [args, named] of [
    [['--kep'], '--kep'],
    [['--items'], '--items'],
    [['mine.jsonl'], /"mine.jsonl", but must be one of kinesis-to-search, streams-to-search/],
    [['streams-to-s3', 'kinesis-to-s3'], 'streams-to-s3 kinesis-to-s3'],
    [['--keep=yes'], '--keep'],
  ] as const)
    it(`${args.join(' ')} is refused by its name`, () => {
      expect(() => demoOptions(args)).to.throw(named);
    });
});
