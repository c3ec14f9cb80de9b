import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { findPrincipal } from '../../../local/aws/principals';
import { NO_PYTHON } from '../../../local/aws/python-environment';
import { findPython } from '../../../local/python/virtual-environment';
import { requireEngine } from '../../engines';
import { AwsBench } from './aws-bench';
import { eventually } from './eventually';

describe('the AWS emulator', function () {
  this.timeout(30_000);
  let aws: AwsBench;

  before(async function () {
    aws = await AwsBench.start(this);
  });
  after(() => aws?.stop());

  it('runs a function in the environment that Lambda documents', async () => {
    const code = 'exports.handler = async () => process.env';
    await aws.deploy('environment', code, []);

    const environment = (await aws.invoke('environment')) as Record<string, string>;

    expect(environment).to.include({
      _HANDLER: 'index.handler',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/environment',
      AWS_REGION: aws.emulator.region,
      AWS_ENDPOINT_URL: aws.emulator.endpoint,
      TZ: ':UTC',
    });
    const emulators = [
      'AUTH',
      'GATEWAY_PORT',
      'BIND_HOST',
      'DEVELOPER_SECRET_ACCESS_KEY',
      'PYTHONUNBUFFERED',
    ];
    expect(environment).to.not.have.any.keys(emulators);
  });

  it('knows whose access keys are', async () => {
    await aws.deploy('keys', 'exports.handler = async () => process.env', []);
    const environment = (await aws.invoke('keys')) as Record<string, string>;
    const { endpoint, accountId, principalArn } = aws.emulator;

    expect(await findPrincipal(endpoint, environment.AWS_ACCESS_KEY_ID ?? '')).to.deep.equal({
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      sessionToken: environment.AWS_SESSION_TOKEN,
      arn: `arn:aws:iam::${accountId}:role/keys-role`,
      sessionArn: `arn:aws:sts::${accountId}:assumed-role/keys-role/keys`,
      collections: [],
    });
    const { accessKeyId, secretAccessKey } = aws.settings.credentials;
    expect(await findPrincipal(endpoint, accessKeyId)).to.deep.equal({
      accessKeyId,
      secretAccessKey,
      arn: principalArn,
      collections: [],
    });
    expect(await findPrincipal(endpoint, 'AKIAUNKNOWN')).to.equal(undefined);
    expect(await findPrincipal(endpoint, 'test')).to.equal(undefined);
  });

  it('keeps what a function logs in its log group, where its role may write there', async () => {
    const code = 'exports.handler = async ({ word }) => console.log("said", word)';
    const Action = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    await aws.deploy('logging', code, [{ Effect: 'Allow', Action, Resource: '*' }]);
    await aws.deploy('silent', code, []);
    await aws.invoke('logging', { word: 'hello' });
    await aws.invoke('silent', { word: 'hello' });

    const logs = new CloudWatchLogsClient(aws.settings);
    const filter = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/logging', filterPattern: 'said' });
    const { events = [] } = await logs.send(filter);
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));

    expect(events).to.have.length(1);
    expect(events[0]?.message).to.match(/said hello\s*$/);
    expect(logGroups.map(({ logGroupName }) => logGroupName)).to.not.include('/aws/lambda/silent');
  });

  it('answers a handler that throws as Lambda documents it', async () => {
    const code = 'exports.handler = async () => { throw new RangeError("too far"); }';
    await aws.deploy('throwing', code, []);

    const { trace, ...error } = (await aws.invoke('throwing')) as { trace: string[] };

    expect(error).to.deep.equal({ errorType: 'RangeError', errorMessage: 'too far' });
    expect(trace[0]).to.equal('RangeError: too far');
    expect(trace[1]).to.match(/^ {4}at .*index\.js/);
  });

  it('takes its requests for encrypted, as AWS’s are, where a bucket demands it', async () => {
    const s3 = new S3Client(aws.settings);
    const Bucket = 'encrypted';
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: `arn:aws:s3:::${Bucket}/*`,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));

    await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'body' }));
  });

  it('denies a session of a role what the role’s policies do not allow', async () => {
    const Bucket = 'least-privilege';
    await new S3Client(aws.settings).send(new CreateBucketCommand({ Bucket }));
    const allowed = {
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/mine/*`,
    } as const;
    await aws.deploy('least-privilege', 'exports.handler = async () => process.env', [allowed]);
    const environment = (await aws.invoke('least-privilege')) as Record<string, string>;
    const s3 = new S3Client({
      ...aws.settings,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
        sessionToken: environment.AWS_SESSION_TOKEN ?? '',
      },
    });

    await s3.send(new PutObjectCommand({ Bucket, Key: 'mine/a', Body: 'x' }));
    const refused = await s3
      .send(new PutObjectCommand({ Bucket, Key: 'theirs/a', Body: 'x' }))
      .catch((error: Error) => error);

    expect(refused).to.have.property('name', 'AccessDenied');
  });
});

describe('an AWS emulator', function () {
  this.timeout(60_000);
  let folder: string;
  let holder: ChildProcess;
  let pids: readonly number[];

  before(function () {
    return requireEngine(this, 'Python', async () => ((await findPython()) ? undefined : NO_PYTHON));
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'held-'));
    const script = join(__dirname, 'fixtures', 'hold-emulator.ts');
    holder = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    pids = await processIds(holder);
    expect(pids.map(isAlive)).to.deep.equal([true, true]);
  });
  afterEach(() => {
    holder?.kill('SIGKILL');
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('ends, and so do its functions, when its parent is killed', async () => {
    holder.kill('SIGKILL');

    await eventually('end of both processes', () => (pids.some(isAlive) ? undefined : true), 5);
  });

  it('takes its functions with it when it is killed itself', async () => {
    process.kill(pids[0] ?? 0, 'SIGKILL');

    await eventually('end of both processes', () => (pids.some(isAlive) ? undefined : true), 5);
  });
});

async function processIds(holder: ChildProcess): Promise<number[]> {
  if (!holder.stdout) throw new Error('The child has no stdout.');
  const [line] = await once(createInterface({ input: holder.stdout }), 'line');
  return JSON.parse(line);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
