import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { findings } from '../../../cli/review/finding';
import { parsePlan } from '../../../cli/review/plan/plan';
import { countsText } from '../../../cli/review/report/counts';
import { type Emulator, startEmulator } from '../../../local/aws/emulator';
import { PIPELINE_NAMES } from '../../../local/demo/pipelines';
import { PROJECT_ROOT } from '../../../local/paths';
import { terraformEnvironment } from '../../../local/terraform';
import { requireLocalEnvironment } from '../../engines';

const run = promisify(execFile);

describe('a review of the stacks of main.ts, planned from nothing', () => {
  let folder: string;
  let emulator: Emulator;
  let env: Record<string, string>;

  before(async function () {
    this.timeout(240_000);
    await requireLocalEnvironment(this);
    folder = mkdtempSync(join(tmpdir(), 'review-'));
    emulator = await startEmulator({ dataFolder: join(folder, 'emulator') });
    env = { ...(await terraformEnvironment()), ...emulator.environment(), CDKTF_OUTDIR: folder };
    await run(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: PROJECT_ROOT, env });
  });
  after(async () => {
    await emulator?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  for (const stack of PIPELINE_NAMES)
    it(`finds nothing in ${stack}`, async function () {
      this.timeout(120_000);
      const options = { cwd: join(folder, 'stacks', stack), env, maxBuffer: 64 * 1024 * 1024 };
      await run('terraform', ['init', '-input=false', '-no-color'], options);
      await run('terraform', ['plan', '-input=false', '-no-color', '-out=plan'], options);
      const { stdout } = await run('terraform', ['show', '-json', 'plan'], options);
      const plan = parsePlan(stdout, stack);
      expect(countsText(plan)).to.match(/^\d\d to make$/);
      expect(
        findings(plan).map(({ rule, address, differences }) => ({ code: rule.code, address, differences })),
      ).to.deep.equal([]);
    });
});
