import { expect } from 'chai';
import fc from 'fast-check';
import { code, row } from '../../../cli/review/report/markdown';

describe('text in the Markdown of a review', () => {
  for (const [text, expected] of [
    ['aws_s3_bucket.a["b"]', '`aws_s3_bucket.a["b"]`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['a\nb', '`a⏎b`'],
    ['', '`  `'],
    ['</details><img src=x>@team', '`</details><img src=x>@team`'],
    ['a\u202eb', '`a\\u{202e}b`'],
  ] as const)
    it(`is a code span: ${JSON.stringify(text)}`, () => {
      expect(code(text)).to.equal(expected);
    });

  it('never ends its code span, nor its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '|', '\\', '<') }), (text) => {
        const span = code(text);
        const [, fence = ''] = /^(`+)/.exec(span) ?? [];
        expect(span).not.to.include('\n');
        expect(span.endsWith(fence)).to.equal(true);
        const inner = span.slice(fence.length, -fence.length);
        expect(inner.split(/[^`]+/)).not.to.include(fence);
      }),
    );
  });

  it('does not end a cell, and is cut when it is long', () => {
    expect(row([code('a|b'), 'c'])).to.equal('| `a\\|b` | c |');
    expect(code('abcdef', 4)).to.equal('`abc…`');
  });
});
