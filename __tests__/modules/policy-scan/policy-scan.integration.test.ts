import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findPython } from '../../../local/python/virtual-environment';
import { requireEngine } from '../../engines';
import { STACK_GOLDENS } from '../golden/golden-files';
import { goldenText } from '../golden/golden-text';
import { checkov, checkovEnvironment, type FailedCheck, NO_PYTHON, type ScanResult } from './checkov';
import { SKIPS, type Skip } from './skips';

const TABLE = '__tests__/modules/policy-scan/skips.ts';

/** What a scan that works must find. */
const CARELESS = `resource "aws_iam_role_policy" "careless" {
  name = "all"
  role = "some"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
`;

describe('the policy scan of the stacks', function () {
  this.timeout(300_000);
  let folder: string;
  let result: ScanResult;

  before(async function () {
    await requireEngine(this, 'Python', async () => ((await findPython()) ? undefined : NO_PYTHON));
    const python = await checkovEnvironment((message) => console.log(`      ${message}`));
    folder = mkdtempSync(join(tmpdir(), 'policy-scan-'));
    for (const { name, synthesis } of STACK_GOLDENS) write(name, goldenText(synthesis()));
    write('careless', CARELESS);
    result = await checkov(python, folder);
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('reads each of them, and finds what is careless', () => {
    expect([...result.folders]).to.have.members([...STACK_GOLDENS.map(({ name }) => name), 'careless']);
    const found = result.failed.filter(({ folder: name }) => name === 'careless').map(({ check }) => check);
    expect(found).to.include('CKV_AWS_62').and.to.include('CKV_AWS_355');
  });

  it('finds nothing but what is skipped with its reason', () => {
    const faults = ofStacks().filter((failed) => !SKIPS.some((skip) => covers(skip, failed)));
    expect(
      faults.map(({ check, name, address, folder: where }) => `${check} ${where} ${address}: ${name}`),
      `Mend the constructs, or skip the check with its reason in ${TABLE}`,
    ).to.deep.equal([]);
  });

  it('still needs each of its skips', () => {
    const failed = ofStacks();
    const needless = SKIPS.filter((skip) => !failed.some((one) => covers(skip, one)));
    expect(
      needless.map(({ check, addresses }) => `${check} ${addresses}`),
      `Nothing fails these any more: take them out of ${TABLE}`,
    ).to.deep.equal([]);
  });

  function write(name: string, text: string): void {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'main.tf'), text);
  }

  function ofStacks(): FailedCheck[] {
    return result.failed.filter(({ folder: name }) => name !== 'careless');
  }
});

function covers({ check, addresses, passesWith }: Skip, failed: FailedCheck): boolean {
  if (check !== failed.check || !addresses.test(failed.address)) return false;
  return passesWith === undefined || !failed.folder.endsWith('.everything');
}
