import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../local/paths';
import { ArchiveFolder, CHANGE, lineOf } from './archive/archive-folder';
import { type S3Server, s3Server } from './archive/s3-server';

const ITEM = '{"id":"a","d":12345678901234567890123456789012345678,"e":1E+125,"f":1.10}';

describe('the command dynamodb-cdc', function () {
  this.timeout(60_000);
  let folder: ArchiveFolder;
  let temporary: ArchiveFolder;

  beforeEach(() => {
    folder = new ArchiveFolder();
    temporary = new ArchiveFolder();
    folder.gzip('changes/a.gz', lineOf({ new: ITEM }));
    folder.write(
      'changes/b',
      lineOf({ eventName: 'REMOVE', at: CHANGE.at + 1_000_000, new: 'null', old: ITEM }),
    );
  });
  afterEach(() => {
    const left = readdirSync(temporary.path).filter((name) => !name.startsWith('tsx-'));
    expect(left, 'nothing is left behind').to.deep.equal([]);
    folder.remove();
    temporary.remove();
  });

  /** Runs it as a user does in a clone, without the time that npx takes. */
  const run = (args: readonly string[], props: RunProps = {}) =>
    runProcess([process.execPath, join(PROJECT_ROOT, binary()), ...args], {
      ...props,
      variables: { TMPDIR: temporary.path, ...props.variables },
    });

  it('runs by npx in a clone', async () => {
    const { status, stdout } = await runProcess(['npx', '--offline', 'dynamodb-cdc', '--help'], {});
    expect(status).to.equal(0);
    expect(stdout)
      .to.contain('npx dynamodb-cdc archive replay SOURCE')
      .and.contain('npx dynamodb-cdc archive query SOURCE')
      .and.contain('npx dynamodb-cdc review PLAN');
  });

  it('replays: the items on stdout, to the digit, and what they are on stderr', async () => {
    expect(
      await run(['archive', 'replay', folder.path, '--as-of', '2026-11-24T09:30:00.123456Z']),
    ).to.deep.equal({
      status: 0,
      stdout: `${ITEM}\n`,
      stderr: [
        'orders as of 2026-11-24T09:30:00.123456Z: 1 item, and 0 keys whose item was removed',
        '  from 1 change, 2026-11-24T09:30:00.123456Z – 2026-11-24T09:30:00.123456Z',
        '  of 2 changes in 2 objects\n',
      ].join('\n'),
    });
    const { stdout, stderr } = await run(['archive', 'replay', folder.path, '--table=orders']);
    expect({ stdout, stderr: stderr.split('\n')[0] }).to.deep.equal({
      stdout: '',
      stderr: 'orders: 0 items, and 1 key whose item was removed',
    });
  });

  it('replays into a file, which is there only when it is whole', async () => {
    const output = join(folder.path, 'items.jsonl');
    const at = ['--as-of', String(CHANGE.at), '--output', output];
    expect(await run(['archive', 'replay', `${folder.path}/changes`, ...at])).to.include({
      status: 0,
      stdout: '',
    });
    expect(readFileSync(output, 'utf8')).to.equal(`${ITEM}\n`);
    const nowhere = join(folder.path, 'no', 'items.jsonl');
    const failed = await run(['archive', 'replay', `${folder.path}/changes`, '--output', nowhere]);
    expect(failed).to.include({ status: 1 });
    expect(failed.stderr).to.contain(nowhere);
    expect(existsSync(nowhere)).to.equal(false);
  });

  it('answers SQL with a table, or with a JSON object a row', async () => {
    const sql = `SELECT eventName, changes.at, time, new->>'id' AS id, length("old") AS bytes FROM changes ORDER BY time`;
    const table = [
      'eventName                at  time                        id  bytes',
      '─────────  ────────────────  ──────────────────────────  ──  ─────',
      'INSERT     1795512600123456  2026-11-24 09:30:00.123456  a',
      `REMOVE     1795512601123456  2026-11-24 09:30:01.123456         ${ITEM.length}\n`,
    ];
    expect(await run(['archive', 'query', folder.path, sql])).to.deep.equal({
      status: 0,
      stdout: table.join('\n'),
      stderr: '',
    });
    const json = await run([
      'archive',
      'query',
      '--json',
      folder.path,
      `SELECT new, [1.10, 2] AS l, {x: 2::HUGEINT ** 64} AS s, 12345678901234567::BIGINT AS n, 'nan'::DOUBLE AS d, time FROM changes LIMIT 1`,
    ]);
    expect(json.stdout).to.equal(
      `{"new":${JSON.stringify(ITEM)},"l":[1.10,2.00],"s":{"x":18446744073709552000},"n":12345678901234567,"d":"NaN","time":"2026-11-24 09:30:00.123456"}\n`,
    );
  });

  it('shows 1,000 rows of more, and gives all of them as JSON', async () => {
    const query = ['archive', 'query', folder.path, 'FROM range(1001)'];
    const { stdout, stderr } = await run(query);
    expect(stdout.split('\n')).to.have.length(1_000 + 3);
    expect(stderr).to.equal('Only the first 1,000 rows are shown. --json gives all of them.\n');
    expect((await run([...query, '--json'])).stdout.split('\n')).to.have.length(1_001 + 1);
  });

  it('downloads no extension, whatever the SQL asks for', async () => {
    const sql = "SELECT * FROM read_parquet('https://example.com/x.parquet')";
    const { status, stderr } = await run(['archive', 'query', folder.path, sql], {
      variables: { HOME: temporary.path },
    });
    expect({ status, stderr }).to.have.property('status', 1);
    expect(stderr).to.match(/httpfs/);
  });

  const wrongUsage: readonly [args: readonly string[], message: RegExp][] = [
    [[], /^No command is given\./],
    [['archive'], /^There is no command "archive"\./],
    [['constructor'], /^There is no command "constructor"\./],
    [['archive', 'reply', 'x'], /^There is no command "archive reply"\./],
    [['archive', 'replay'], /^Give one SOURCE\./],
    [['archive', 'replay', 'a', 'b'], /^Give one SOURCE\./],
    [['archive', 'replay', 'a', '--asof', '1'], /^Unknown option '--asof'/],
    [['archive', 'replay', 'a', '--as-of', 'noon'], /^The time "noon" is neither RFC 3339/],
    [['archive', 'query', 'a'], /^Give one SOURCE and one SQL, in quotes\./],
  ];
  for (const [args, message] of wrongUsage)
    it(`${args.join(' ') || 'nothing'} is wrong usage: status 2, with the usage`, async () => {
      const { status, stdout, stderr } = await run(args);
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' });
      expect(stderr).to.match(message).and.contain('npx dynamodb-cdc archive');
    });

  it('fails with a sentence, never with a stack trace: status 1', async () => {
    folder.write('changes/c', `${ITEM}\n`);
    for (const [args, message] of [
      [['replay', folder.path], /^.*changes\/c, line 1 is no change of a table: .*LINE=item/],
      [['replay', join(folder.path, 'no')], /^There is no file or folder/],
      [
        ['query', join(folder.path, 'changes', 'b'), 'SELECT nothing FROM changes'],
        /Binder Error: .*"nothing"/,
      ],
    ] as const) {
      const { status, stdout, stderr } = await run(['archive', ...args]);
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' });
      expect(stderr).to.match(message);
      expect(stderr).not.to.match(/^ +at /m);
    }
  });

  it('ends quietly when its reader has enough', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) =>
      lineOf({ keys: `{"id":${i}}`, new: `{"id":${i}}` }),
    );
    folder.write('changes/c', lines.join(''));
    const { status, stdout, stderr } = await run(['archive', 'replay', folder.path], {
      closeAfterFirst: true,
    });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout.length).to.be.greaterThan(0);
  });

  describe('with a bucket', () => {
    let server: S3Server;
    const variables = () => ({
      AWS_ACCESS_KEY_ID: 'reader',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: server.url,
    });
    const objects = new Map([
      ['changes/a', Buffer.from(lineOf({ new: ITEM }))],
      ['errors/b', Buffer.from('?')],
    ]);

    beforeEach(async () => {
      server = await s3Server(objects);
    });
    afterEach(() => server.close());

    it('replays it, by the AWS SDK’s variables', async () => {
      const { status, stdout } = await run(['archive', 'replay', 's3://bucket'], { variables: variables() });
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: `${ITEM}\n` });
    });

    it('stops on a signal, and leaves nothing behind: status 130', async () => {
      server.stall = 'changes/a';
      const stopped = await run(['archive', 'replay', 's3://bucket'], {
        variables: variables(),
        stopWhen: () => server.requests.some((path) => path.includes('/changes/a')),
      });
      expect(stopped).to.deep.equal({
        status: 130,
        stdout: '',
        stderr: 'Stopped: nothing is left behind.\n',
      });
    });
  });
});

function binary(): string {
  const { bin } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
  return bin['dynamodb-cdc'];
}

interface RunProps {
  readonly variables?: Readonly<Record<string, string>>;
  readonly closeAfterFirst?: boolean;
  /** Sends SIGINT as soon as it is so. */
  readonly stopWhen?: () => boolean;
}

async function runProcess([program = '', ...args]: readonly string[], props: RunProps) {
  const env = { ...process.env, ...props.variables };
  const child = spawn(program, args, { cwd: PROJECT_ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (props.closeAfterFirst) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  if (props.stopWhen) {
    while (!isOver && !props.stopWhen()) await sleep(20);
    child.kill('SIGINT');
  }
  return { status: await ended, stdout, stderr };
}
