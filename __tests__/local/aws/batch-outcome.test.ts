import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { NO_PYTHON } from '../../../local/aws/python-environment';
import { findPython } from '../../../local/python/virtual-environment';
import { requireEngine } from '../../engines';
import documented from './fixtures/partial-batch-responses.json';

const EMULATOR = join(__dirname, '..', '..', '..', 'local', 'aws', 'emulator');

const JUDGE_ALL = `
import json, sys
from batch_outcome import judge
fixture = json.load(sys.stdin)
def outcome(answer, failed=False, reports=True):
    return judge(fixture["sequenceNumbers"], failed, answer, reports)._asdict()
print(json.dumps({
    "cases": [outcome(case["answer"]) for case in fixture["cases"]],
    "error": outcome({"batchItemFailures": []}, failed=True),
    "unasked": outcome({"batchItemFailures": [{"itemIdentifier": "12"}]}, reports=False),
}))
`;

interface Outcome {
  readonly done: number;
  readonly reported: boolean;
}

describe('the outcome of a batch', () => {
  let outcomes: { cases: Outcome[]; error: Outcome; unasked: Outcome };

  before(async function () {
    await requireEngine(this, 'Python', async () => ((await findPython()) ? undefined : NO_PYTHON));
    const python = (await findPython()) ?? '';
    const args = ['-B', '-c', JUDGE_ALL];
    outcomes = JSON.parse(
      execFileSync(python, args, { cwd: EMULATOR, input: JSON.stringify(documented), encoding: 'utf8' }),
    );
  });

  documented.cases.forEach(({ is, done, reported }, index) => {
    it(`of ${is} is ${reported ? `a restart after ${done}` : done ? 'a success' : 'a failure'}`, () => {
      expect(outcomes.cases[index]).to.deep.equal({ done, reported });
    });
  });

  it('of a function error is a failure, whatever it answered', () => {
    expect(outcomes.error).to.deep.equal({ done: 0, reported: false });
  });

  it('of reported failures is a success where none were asked for', () => {
    expect(outcomes.unasked).to.deep.equal({ done: documented.sequenceNumbers.length, reported: false });
  });
});
