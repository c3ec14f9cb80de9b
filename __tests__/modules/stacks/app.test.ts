import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../../local/paths';
import { terraformEnvironment } from '../../../local/terraform';
import { requireEngine } from '../../engines';
import { Synthesized } from '../synthesized';

const run = promisify(execFile);

/** Whatever adds resources or arguments. */
const EVERYTHING = {
  CDC_ENHANCED_FAN_OUT: 'true',
  CDC_PARKING_RETENTION_DAYS: '30',
  CDC_SOFT_DELETE: 'true',
  CDC_TRACING: 'true',
  CDC_API_ACCESS_LOGS: 'true',
  CDC_SUBNET_IDS: 'subnet-1',
  CDC_SECURITY_GROUP_IDS: 'sg-1',
  CDC_ARCHIVE_FORMAT: 'parquet',
  CDC_ARCHIVE_PARTITIONING: 'change',
  CDC_ARCHIVE_RETENTION_DAYS: '30',
  CDC_ARCHIVE_KMS_KEY_ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

interface Run {
  readonly status: number;
  readonly stderr: string;
}

describe('the app in main.ts', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'app-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('deploys the workshop under its own names', async () => {
    const stack = await synthesized();
    expect(stack.resource('aws_dynamodb_table').name).to.equal('lab-table');
    expect(stack.resource('aws_kinesis_stream').name).to.equal('kinesis-stream-data-lab');
    expect(stack.resource('aws_lambda_function', 'indexer_function').function_name).to.equal(
      'sync-data-with-kinesis-stream',
    );
    expect(stack.resource('aws_api_gateway_rest_api').name).to.equal('dynamodb-api-gw');
    expect(stack.resource('aws_opensearchserverless_collection')).to.include({ type: 'SEARCH' });
  });

  it('has four stacks, each under names of its own, or those that CDC_STACKS names', async () => {
    const tables = new Map<string, unknown>();
    await synthesized();
    for (const stack of readdirSync(join(folder, 'stacks')))
      tables.set(stack, (await synthesized({}, stack)).resource('aws_dynamodb_table').name);
    expect([...tables.keys()]).to.deep.equal([
      'kinesis-to-s3',
      'kinesis-to-search',
      'streams-to-s3',
      'streams-to-search',
    ]);
    expect(new Set(tables.values())).to.have.property('size', 4);
    rmSync(join(folder, 'stacks'), { recursive: true });
    await synthesized({ CDC_STACKS: 'streams-to-s3, kinesis-to-search' });
    expect(readdirSync(join(folder, 'stacks'))).to.deep.equal(['kinesis-to-search', 'streams-to-s3']);
  });

  it('gives a variable to the stacks that have its prop, and to no other', async () => {
    const environment = { CDC_ENHANCED_FAN_OUT: 'true', CDC_BUFFERING_INTERVAL_SECONDS: '0' };
    const search = await synthesized(environment);
    expect(search.types()).to.include('aws_kinesis_stream_consumer');
    const archive = await synthesized(environment, 'streams-to-s3');
    expect(archive.resource('aws_kinesis_firehose_delivery_stream').extended_s3_configuration).to.include({
      buffering_interval: 0,
    });
  });

  it('takes other names and settings from CDC_… variables', async () => {
    const stack = await synthesized({
      CDC_TABLE_NAME: 'orders',
      CDC_READERS: 'arn:aws:iam::111122223333:role/a, arn:aws:iam::111122223333:role/b',
      CDC_BATCH_SIZE: '7',
      CDC_DELETION_PROTECTION: 'false',
    });
    expect(stack.resource('aws_dynamodb_table')).to.include({
      name: 'orders',
      deletion_protection_enabled: false,
    });
    expect(stack.resource('aws_lambda_event_source_mapping').batch_size).to.equal(7);
    expect(stack.resource('aws_opensearchserverless_access_policy').policy)
      .to.include('role/a')
      .and.include('role/b');
  });

  it('synthesizes the same bytes twice', async () => {
    await synthesized();
    const first = readFileSync(stackFile());
    await synthesized();
    expect(readFileSync(stackFile()).equals(first)).to.equal(true);
  });

  for (const [environment, sentence] of [
    [
      { CDC_BATCH_SIZE: '0' },
      'kinesis-to-search/pipeline/indexer: batchSize is 0, but must be a whole number from 1 to 10000. Set batchSize to a number in that range.',
    ],
    [
      { CDC_BATCH_SIZE: 'many' },
      'CDC_BATCH_SIZE is "many", but must be a whole number. Set it in digits, or unset it.',
    ],
    [
      { CDC_STACKS: 'kinesis-to-s4' },
      'CDC_STACKS is "kinesis-to-s4", but must be names of stacks, separated by commas: kinesis-to-search, streams-to-search, kinesis-to-s3, streams-to-s3. Name some of them, or unset it for all.',
    ],
    [
      { CDC_STACKS: 'streams-to-search', CDC_STARTING_POSITION: 'AT_TIMESTAMP' },
      'streams-to-search/pipeline/indexer: startingPosition is "AT_TIMESTAMP", but must be one of TRIM_HORIZON, LATEST. Set startingPosition to one of these.',
    ],
    [
      { CDC_DELETION_PROTECTION: 'no' },
      'CDC_DELETION_PROTECTION is "no", but must be true or false. Set it to one of them, or unset it.',
    ],
  ] as const)
    it(`tells ${JSON.stringify(environment)} in a sentence, without a stack trace`, async () => {
      expect(await synthesize(environment)).to.deep.equal({ status: 1, stderr: `${sentence}\n` });
    });

  it('names the settings that there are when one is misspelt', async () => {
    const { status, stderr } = await synthesize({ CDC_TABEL_NAME: 'orders' });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^There is no setting CDC_TABEL_NAME\. These can be set: .*CDC_TABLE_NAME/);
  });

  it('is valid for Terraform and the AWS provider', async function () {
    this.timeout(180_000);
    let environment: Record<string, string> = {};
    await requireEngine(this, 'Terraform', async () => {
      try {
        environment = await terraformEnvironment();
        await run('terraform', ['version'], { env: environment });
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    });
    await synthesized(EVERYTHING);
    for (const stack of readdirSync(join(folder, 'stacks'))) {
      const options = { cwd: stackFolder(stack), env: environment };
      await run('terraform', ['init', '-backend=false', '-input=false'], options);
      const { stdout } = await run('terraform', ['validate', '-json'], options);
      expect(JSON.parse(stdout), stack).to.deep.include({ valid: true, diagnostics: [] });
    }
  });

  async function synthesized(
    environment: Readonly<Record<string, string>> = {},
    stack = 'kinesis-to-search',
  ): Promise<Synthesized> {
    expect(await synthesize(environment)).to.deep.equal({ status: 0, stderr: '' });
    return Synthesized.parse(readFileSync(stackFile(stack), 'utf8'));
  }

  async function synthesize(environment: Readonly<Record<string, string>>): Promise<Run> {
    const { PATH = '' } = process.env;
    const env = { PATH, CDKTF_OUTDIR: folder, DISABLE_VERSION_CHECK: '1', ...environment };
    const args = ['--import', 'tsx', 'main.ts'];
    return run(process.execPath, args, { cwd: PROJECT_ROOT, env }).then(
      ({ stderr }) => ({ status: 0, stderr }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ status: code, stderr }),
    );
  }

  function stackFolder(stack: string): string {
    return join(folder, 'stacks', stack);
  }

  function stackFile(stack = 'kinesis-to-search'): string {
    return join(stackFolder(stack), 'cdk.tf.json');
  }
});
