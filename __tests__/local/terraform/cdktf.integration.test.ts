import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../../local/paths';
import { type CdktfProps, cdktf, outputs } from '../../../local/terraform';
import { requireEngine } from '../../engines';

const STACK = 'kinesis-to-search';

describe('the cdktf command, run unattended', function () {
  this.timeout(60_000);
  let folder: string;

  before(async function () {
    await requireEngine(this, 'Terraform', missingTerraform);
    folder = mkdtempSync(join(tmpdir(), 'cdktf-'));
  });
  after(() => folder && rmSync(folder, { recursive: true, force: true }));

  const synth = (env: Record<string, string> = {}): Promise<string> => {
    const props: CdktfProps = {
      command: 'synth',
      stack: STACK,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        CHECKPOINT_DISABLE: '1',
        DISABLE_VERSION_CHECK: '1',
        ...env,
      },
      outputFolder: join(folder, 'out'),
      stateFolder: join(folder, 'state'),
      logFile: join(folder, 'log'),
    };
    return cdktf(props);
  };

  it('writes where it was told, and nothing into the project', async () => {
    const before = readdirSync(PROJECT_ROOT);
    await synth();
    const stack = JSON.parse(readFileSync(join(folder, 'out', 'stacks', STACK, 'cdk.tf.json'), 'utf8'));
    expect(stack.terraform.backend.local.path).to.equal(join(folder, 'state', `terraform.${STACK}.tfstate`));
    const added = readdirSync(PROJECT_ROOT).filter((name) => !before.includes(name));
    expect(added.filter((name) => /tfstate|cdktf|log/.test(name))).to.deep.equal([]);
  });

  it("quotes the app's own words when it fails, and says where all of them are", async () => {
    const failure = await synth({ CDC_NO_SUCH_SETTING: '1' }).catch((error: unknown) => error);
    expect(String(failure))
      .to.include(`"cdktf synth ${STACK}" failed with status`)
      .and.to.include('There is no setting CDC_NO_SUCH_SETTING')
      .and.to.include(join(folder, 'log'));
  });

  for (const [setting, sentence] of [
    [
      { CDC_BATCH_SIZE: '0' },
      'kinesis-to-search/pipeline/indexer: batchSize is 0, but must be a whole number from 1 to 10000. Set batchSize to a number in that range.',
    ],
    [
      { CDC_COLLECTION_NAME: 'Films' },
      'kinesis-to-search/pipeline/collection: collectionName is "Films", but must be 3 to 32 characters: lower-case letters, digits and "-", beginning with a letter. Choose another collectionName.',
    ],
  ] as const)
    it(`tells ${JSON.stringify(setting)} in a sentence, without a stack trace`, async () => {
      const failure = String(await synth(setting).catch((error: unknown) => error));
      expect(failure).to.include('failed with status 1').and.to.include(sentence);
      expect(failure).not.to.match(/^\s*at \S+ \(|node:internal/m);
    });

  it('has no outputs before the stack is deployed', () => {
    expect(existsSync(join(folder, 'nothing'))).to.equal(false);
    expect(() => outputs({ stack: STACK, stateFolder: join(folder, 'nothing') })).to.throw(/Deploy it first/);
  });
});

async function missingTerraform(): Promise<string | undefined> {
  try {
    await promisify(execFile)('terraform', ['-version']);
    return undefined;
  } catch {
    return 'there is no `terraform` on the PATH: install it from https://developer.hashicorp.com/terraform/install.';
  }
}
