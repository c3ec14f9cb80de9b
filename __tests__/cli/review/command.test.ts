import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../../local/paths';
import { changed, destroyed, made, planJson } from './plans';

const ADDRESS = 'module.search["eu"].aws_kinesis_stream.changes';
const SHORTER = planJson(
  made('aws_sqs_queue', { name: 'a|b' }, { address: 'aws_sqs_queue.new' }),
  changed('aws_kinesis_stream', { retention_period: 168 }, { retention_period: 48 }, { address: ADDRESS }),
);
const HARMLESS = planJson(changed('aws_kinesis_stream', { tags: { a: 'b' } }, { tags: { a: 'c' } }));

describe('the command dynamodb-cdc review', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'review-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function review(plan: string | Buffer, ...args: readonly string[]) {
    const file = join(folder, 'plan.json');
    writeFileSync(file, plan);
    return run(['review', file, ...args]);
  }

  it('ends with 0 for a harmless plan, and says so first', async () => {
    const { status, stdout, stderr } = await review(HARMLESS);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout.split('\n')[0]).to.equal(
      '**✅ Plan review: no data lost, no change missed, no access widened** (1 to change)',
    );
  });

  it('ends with 1 for a dangerous one: what, where, from what to what, why, the mend, the flag', async () => {
    const { status, stdout, stderr } = await review(SHORTER);
    expect({ status, stderr }).to.deep.equal({ status: 1, stderr: '' });
    expect(stdout.split('\n')[0]).to.equal(
      '**❌ Plan review: 1 finding to mend or to acknowledge** (1 to make, 1 to change)',
    );
    expect(stdout)
      .to.include('### Something is kept for less time · `shortens-retention`')
      .and.include(`- \`${ADDRESS}\`\n  - \`retention_period\`: \`168\` → \`48\``)
      .and.include('**Why it matters:** What is older is deleted')
      .and.include('**Mend:** Leave the retention as it is')
      .and.include(`- \`--acknowledge 'shortens-retention=${ADDRESS}'\``)
      .and.include('<details><summary>Everything that changes</summary>')
      .and.include('| make | `aws_sqs_queue.new` |')
      .and.match(/<\/details>\n$/);
  });

  it('ends with 0 once each finding is acknowledged by its code and address', async () => {
    const acknowledged = await review(SHORTER, '--acknowledge', `shortens-retention=${ADDRESS}`);
    expect(acknowledged).to.include({ status: 0, stderr: '' });
    expect(acknowledged.stdout).to.match(/^\*\*✅ Plan review: the one finding is acknowledged/);
    expect(acknowledged.stdout).to.include(
      `## Acknowledged\n\n- Something is kept for less time: \`${ADDRESS}\``,
    );
    expect(await review(SHORTER, '--acknowledge', 'shortens-retention=*')).to.include({
      status: 0,
      stderr: '',
    });
  });

  it('takes no acknowledgement of another resource or finding, and says that it is stale', async () => {
    const stale = ['shortens-retention=aws_kinesis_stream.other', `destroys-data=${ADDRESS}`];
    const { status, stderr } = await review(SHORTER, ...stale.flatMap((text) => ['--acknowledge', text]));
    expect({ status, stderr }).to.deep.equal({
      status: 1,
      stderr: stale.map((text) => `Nothing in the plan needs --acknowledge ${text}: take it out.\n`).join(''),
    });
  });

  it('reads the standard input, and what PowerShell writes', async () => {
    expect(await run(['review', '-'], SHORTER)).to.include({ status: 1 });
    const utf16 = Buffer.from(`\ufeff${HARMLESS}`, 'utf16le');
    expect(await review(utf16)).to.include({ status: 0, stderr: '' });
  });

  it('masks what is sensitive, and tells what is known after apply', async () => {
    const secret = { environment: [{ variables: { TABLE_NAME: 'secret-1' } }] };
    const { stdout } = await review(
      planJson(
        changed(
          'aws_lambda_function',
          secret,
          { environment: [{ variables: { TABLE_NAME: 'secret-2' } }] },
          {
            before_sensitive: { environment: [{ variables: { TABLE_NAME: true } }] },
            after_sensitive: { environment: [{ variables: true }] },
          },
        ),
        changed(
          'aws_lambda_function',
          { environment: [{ variables: { TABLE_NAME: 'a' } }] },
          {},
          {
            after_unknown: { environment: true },
          },
        ),
      ),
    );
    expect(stdout).not.to.include('secret-');
    expect(stdout).to.include('`(sensitive)` → `(sensitive)`').and.include('→ `(known after apply)`');
  });

  it('tells what was moved, imported and changed elsewhere', async () => {
    const moved = changed(
      'aws_dynamodb_table',
      { name: 'a' },
      { name: 'a' },
      { actions: ['no-op'], previous_address: 'aws_dynamodb_table.old' },
    );
    const plan = {
      ...JSON.parse(planJson(moved)),
      resource_drift: [
        changed(
          'aws_kinesis_stream',
          { retention_period: 24 },
          { retention_period: 48 },
          { address: 'aws_kinesis_stream.drifted' },
        ),
        changed(
          'aws_kinesis_stream',
          { tags: null },
          { tags: {} },
          { address: 'aws_kinesis_stream.read_again' },
        ),
      ],
    };
    const { status, stdout } = await review(JSON.stringify(plan));
    expect(status).to.equal(0);
    expect(stdout)
      .to.include('(1 moved)')
      .and.include('| move | `aws_dynamodb_table.it` | was `aws_dynamodb_table.old` |')
      .and.include('Not as the last apply left them: `aws_kinesis_stream.drifted`.');
  });

  it('passes no plan that failed half-way, and tells of one that is not complete', async () => {
    const plan = JSON.parse(HARMLESS);
    const errored = await review(JSON.stringify({ ...plan, errored: true }));
    expect(errored).to.include({ status: 1 });
    expect(errored.stdout).to.match(/^\*\*❌ Plan review: planning failed/);
    const partial = await review(JSON.stringify({ ...plan, complete: false }));
    expect(partial).to.include({ status: 0 });
    expect(partial.stdout).to.include('The plan is not complete');
  });

  it('fits into a comment on GitHub, whatever the plan', async () => {
    const many = Array.from({ length: 2_000 }, (_, i) =>
      destroyed('aws_dynamodb_table', {}, { address: `module.many.aws_dynamodb_table.t["${i}"]` }),
    );
    const { status, stdout } = await review(planJson(...many));
    expect(status).to.equal(1);
    expect(stdout.length).to.be.lessThan(65_536);
    expect(stdout).to.include('2000 findings to mend or to acknowledge');
  });

  const wrong: readonly (readonly [title: string, args: readonly string[], message: RegExp])[] = [
    ['no plan', [], /^Give one PLAN\./],
    ['two plans', ['a', 'b'], /^Give one PLAN\./],
    ['an unknown flag', ['a', '--ack', 'b'], /^Unknown option '--ack'/],
    [
      'an unknown code',
      ['a', '--acknowledge', 'loses-data=b'],
      /there is no finding "loses-data", only destroys-data,/,
    ],
    ['a code without address', ['a', '--acknowledge', 'destroys-data'], /names no resource/],
    ['a file that is not there', ['no-such-file'], /^The plan cannot be read: ENOENT/],
  ];
  for (const [title, args, message] of wrong)
    it(`ends with 2 and a sentence for ${title}`, async () => {
      const { status, stdout, stderr } = await run(['review', ...args]);
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' });
      expect(stderr)
        .to.match(message)
        .and.not.match(/^ +at /m);
    });

  const unreadable: readonly (readonly [title: string, plan: string, message: RegExp])[] = [
    ['nothing', '', /is empty\. Make it with: terraform plan -out=plan && terraform show -json/],
    ['text', 'hello', /is not JSON/],
    ['the saved plan itself', 'PK\u0003\u0004', /is the saved plan itself/],
    ['the log of a plan', '{"@level":"info"}\n{"@level":"info"}', /is the log of "terraform plan -json"/],
    ['another JSON', '{}', /it has no format_version/],
    ['a list', '[]', /it has no format_version/],
    ['a newer format', '{"format_version":"2.0"}', /of the format "2\.0", but must be of 0 or 1/],
    ['a state', '{"format_version":"1.0","values":{}}', /is a state, not a plan/],
    [
      'a change of nothing',
      '{"format_version":"1.2","resource_changes":[{}]}',
      /without address, type and actions/,
    ],
  ];
  for (const [title, plan, message] of unreadable)
    it(`ends with 2 and a sentence for ${title}`, async () => {
      const { status, stdout, stderr } = await review(plan);
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' });
      expect(stderr)
        .to.match(message)
        .and.not.match(/^ +at /m);
    });
});

async function run(args: readonly string[], stdin = '') {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'cli', 'dynamodb-cdc.mjs'), ...args]);
  child.stdin.end(stdin);
  const status = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}
