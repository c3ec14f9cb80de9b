import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAcknowledgement } from '../../cli/review/acknowledgements';
import { RULES } from '../../cli/review/rules/rules';
import { REVIEW_PAGE, reviewPage } from '../../docs/generate/review-page';
import { PROJECT_ROOT } from '../../local/paths';

describe('docs/review.md', () => {
  const page = readFileSync(REVIEW_PAGE, 'utf8');

  it('is what the rules say; after a change of them run: node --import tsx docs/generate/main.ts', () => {
    expect(page).to.equal(reviewPage());
  });

  it('has a row for each finding, whose code is of its own', () => {
    const codes = Array.from(page.matchAll(/^\| `([a-z-]+)` \|/gm), ([, code]) => code);
    expect(codes).to.deep.equal(RULES.map(({ code }) => code));
    expect(new Set(codes).size).to.equal(codes.length);
  });

  it('acknowledges in its examples what the command takes', () => {
    const examples = Array.from(page.matchAll(/--acknowledge '?([a-z][^\s']*)/g), ([, text = '']) => text);
    expect(examples.map((text) => parseAcknowledgement(text).code)).to.deep.equal([
      'shortens-retention',
      'destroys-logs',
    ]);
  });
});

describe('examples/pull-request-review', () => {
  const workflow = readFileSync(join(PROJECT_ROOT, 'examples/pull-request-review/plan-review.yml'), 'utf8');

  it('pins each action by its major version, and takes no secret', () => {
    const actions = Array.from(workflow.matchAll(/uses: (\S+)/g), ([, action]) => action);
    expect(actions).to.have.length.greaterThan(4);
    for (const action of actions) expect(action).to.match(/^[\w-]+\/[\w-]+@v\d+$/);
    expect(workflow).not.to.match(/\$\{\{ *secrets|pull_request_target/);
  });

  it('may write nothing but the comment, where no code of the pull request runs', () => {
    const [head = '', comment = ''] = workflow.split(/^ {2}comment:$/m);
    expect(Array.from(head.matchAll(/: write/g))).to.have.length(1);
    expect(head).to.include('id-token: write');
    expect(Array.from(comment.matchAll(/([\w-]+): write/g), ([, scope]) => scope)).to.deep.equal([
      'pull-requests',
    ]);
    expect(comment).not.to.include('actions/checkout');
  });
});
