import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { pythonEnvironment } from '../../../local/aws/python-environment';
import { terraformEnvironment } from '../../../local/terraform';
import { requireEngine } from '../../engines';
import { AwsBench } from './aws-bench';
import { eventually } from './eventually';
import documentedFailure from './fixtures/format-conversion-failed.json';
import { shape } from './shape';

const run = promisify(execFile);

describe('Terraform on the emulator, with delivery streams', function () {
  this.timeout(180_000);
  let aws: AwsBench;
  let folder: string;
  let environment: Record<string, string>;

  before(async function () {
    await requireEngine(this, 'Terraform', () =>
      run('terraform', ['-version']).then(
        () => undefined,
        () => 'there is no `terraform` on the PATH.',
      ),
    );
    aws = await AwsBench.start(this);
    this.timeout(180_000);
    folder = mkdtempSync(join(tmpdir(), 'delivery-stack-'));
    copyFileSync(join(__dirname, 'fixtures', 'delivery-streams.tf'), join(folder, 'main.tf'));
    environment = { ...(await terraformEnvironment()), ...aws.emulator.environment() };
    await terraform('init');
    await terraform('apply', '-auto-approve');
  });
  after(async () => {
    await aws?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function terraform(command: string, ...args: readonly string[]): Promise<string> {
    const options = { cwd: folder, env: environment, maxBuffer: 16 * 1024 * 1024 };
    return (await run('terraform', [command, '-no-color', ...args], options)).stdout;
  }

  it('has an empty plan right after the apply, and after a change', async () => {
    expect(await terraform('plan')).to.contain('No changes. Your infrastructure matches');

    const change = ['-var', 'compression=UNCOMPRESSED'];
    expect(await terraform('apply', '-auto-approve', ...change)).to.contain('1 changed');
    expect(await terraform('plan', ...change)).to.contain('No changes. Your infrastructure matches');
  });

  it('converts records to Parquet with the columns of the Glue table, and keeps the others aside', async () => {
    const firehose = new FirehoseClient(aws.settings);
    const lines = [
      '{"eventName":"INSERT","at":1720740233012995,"new":"{\\"n\\":1.10}","unknown":1}\n',
      '{"eventName":"REMOVE","at":1720740233012996,"new":null}\n',
      'garbage\n',
      '{"eventName":"INSERT","at":"never"}\n',
    ];
    await firehose.send(
      new PutRecordBatchCommand({
        DeliveryStreamName: 'converted',
        Records: lines.map((line) => ({ Data: Buffer.from(line) })),
      }),
    );

    const [failed, parquet] = await eventually('two objects', async () => {
      const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: 'archive' }));
      return Contents.length === 2 ? Contents.map(({ Key = '' }) => Key) : undefined;
    });

    expect(parquet).to.match(/^parquet\/date=\d{4}-\d\d-\d\d\/converted-1-.*\.parquet$/);
    expect(await rowsOf(await content(parquet))).to.deep.equal([
      { eventname: 'INSERT', at: 1720740233012995, new: '{"n":1.10}' },
      { eventname: 'REMOVE', at: 1720740233012996, new: null },
    ]);
    expect(failed).to.match(/^errors\/format-conversion-failed\/date=/);
    const failures = (await content(failed))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(failures.map(({ rawData }) => Buffer.from(rawData, 'base64').toString())).to.deep.equal(
      lines.slice(2),
    );
    const { sequenceNumber: _n, subSequenceNumber: _s, dataCatalogTable, ...documented } = documentedFailure;
    const { sequenceNumber, subSequenceNumber, dataCatalogTable: table, ...failure } = failures[0];
    expect(shape(failure)).to.deep.equal(shape(documented));
    expect([sequenceNumber, subSequenceNumber]).to.deep.equal([null, null]);
    expect(Object.keys(table)).to.deep.equal(Object.keys(dataCatalogTable));
  });

  it('destroys everything, objects that were still to be written included', async () => {
    await new FirehoseClient(aws.settings).send(
      new PutRecordBatchCommand({
        DeliveryStreamName: 'queried',
        Records: [{ Data: Buffer.from('{"at":1720740233012995}\n') }],
      }),
    );

    expect(await terraform('destroy', '-auto-approve')).to.contain('Destroy complete!');
  });

  function s3(): S3Client {
    return new S3Client(aws.settings);
  }

  async function content(Key = ''): Promise<Buffer> {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: 'archive', Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  async function rowsOf(parquet: Buffer): Promise<unknown> {
    const file = join(folder, 'rows.parquet');
    writeFileSync(file, parquet);
    const python = await pythonEnvironment(() => {});
    const code =
      'import duckdb, json, sys; t = duckdb.read_parquet(sys.argv[1]); print(json.dumps([dict(zip(t.columns, r)) for r in t.fetchall()]))';
    return JSON.parse((await run(python, ['-c', code, file])).stdout);
  }
});
