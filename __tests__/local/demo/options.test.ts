import { expect } from 'chai';
import { demoOptions } from '../../../local/demo/options';

describe("the demo's options", () => {
  it('may be left out', () => {
    expect(demoOptions([])).to.deep.equal({ keep: false, help: false });
  });

  it('may be given, in any order', () => {
    const all = { keep: true, help: true, items: 'mine.jsonl' };
    expect(demoOptions(['--items', 'mine.jsonl', '-h', '--keep'])).to.deep.equal(all);
    expect(demoOptions(['--keep', '--help', '--items=mine.jsonl'])).to.deep.equal(all);
  });

  for (const [args, named] of [
    [['--kep'], '--kep'],
    [['--items'], '--items'],
    [['mine.jsonl'], 'mine.jsonl'],
    [['--keep=yes'], '--keep'],
  ] as const)
    it(`${args.join(' ')} is refused by its name`, () => {
      expect(() => demoOptions(args)).to.throw(named);
    });
});
