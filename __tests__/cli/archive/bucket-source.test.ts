import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { openArchive } from '../../../cli/archive';
import { setVariables } from '../../functions/set-variables';
import { ArchiveFolder, lineOf } from './archive-folder';
import { type S3Server, s3Server } from './s3-server';

const KEYS = [
  'changes/table=orders/date=2026-11-24/stream-1-2026-11-24-09-30-00-a+b c.gz',
  'changes/table=orders/date=2026-11-24/é &<\'"(1)!*?#%25.gz',
  ...Array.from({ length: 40 }, (_, i) => `changes/table=orders/date=2026-11-25/${i}.gz`),
];

describe('an archive in a bucket', () => {
  const objects = new Map(
    KEYS.map((key, i) => [key, gzipSync(lineOf({ keys: `{"id":${i}}`, new: `{"id":${i}}` }))]),
  );
  for (const key of [
    'canary/1/shardId-000000000000',
    'errors/a',
    'changes-of-others/a',
    'changes/table=orders/',
  ])
    objects.set(key, Buffer.from('no change'));
  let server: S3Server;
  let temporary: ArchiveFolder;
  let restore: () => void;

  beforeEach(async () => {
    server = await s3Server(objects);
    temporary = new ArchiveFolder();
    restore = setVariables({
      TMPDIR: temporary.path,
      AWS_ACCESS_KEY_ID: 'reader',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: server.url,
    });
  });
  afterEach(async () => {
    restore();
    await server.close();
    expect(readdirSync(temporary.path), 'nothing is left behind').to.deep.equal([]);
    temporary.remove();
  });

  for (const source of ['s3://bucket/changes', 's3://bucket/changes/', 's3://bucket/changes/table=orders'])
    it(`is read from ${source}, page by page, with the AWS SDK's variables`, async () => {
      expect(await idsIn(source)).to.deep.equal(KEYS.map((_, i) => i));
      const pages = server.requests.filter((path) => path.includes('list-type=2'));
      expect(pages.length).to.be.greaterThan(KEYS.length / 3 - 1);
      expect(server.requests.filter((path) => /errors|canary|others/.test(path))).to.deep.equal([]);
    });

  it('is read from the root of the bucket', async () => {
    objects.delete('changes-of-others/a');
    expect(await idsIn('s3://bucket')).to.have.length(KEYS.length);
    objects.set('changes-of-others/a', Buffer.from('no change'));
  });

  it('may be one object', async () => {
    expect(await idsIn(`s3://bucket/${KEYS[1]}`)).to.deep.equal([1]);
  });

  it("is read with the caller's endpoint and credentials", async () => {
    restore();
    restore = setVariables({ TMPDIR: temporary.path });
    const s3 = {
      endpoint: server.url.replace('127.0.0.1', 'localhost'),
      region: 'eu-west-1',
      credentials: { accessKeyId: 'reader', secretAccessKey: 'secret' },
    };
    expect(await idsIn('s3://bucket/changes', { s3 })).to.have.length(KEYS.length);
  });

  it('lies on this machine in part only, while it is read', async () => {
    let most = 0;
    const onProgress = () => {
      most = Math.max(most, readdirSync(temporary.path, { recursive: true }).length);
    };
    await idsIn('s3://bucket/changes', { onProgress });
    expect(most).to.be.greaterThan(2).and.lessThan(20);
  });

  it('is read whole when answers break off, and not at all when they keep breaking off', async () => {
    const [key = ''] = KEYS;
    server.breaks.set(key, 2);
    expect(await idsIn('s3://bucket/changes')).to.have.length(KEYS.length);
    server.breaks.set(key, 3);
    expect(await failure('s3://bucket/changes')).to.contain(`s3://bucket/${key} cannot be read (`);
  });

  it('that is not there, or may not be read, is told with what it takes', async () => {
    expect(await failure('s3://other/changes')).to.match(
      /^s3:\/\/other\/changes cannot be listed \(NoSuchBucket: .*\)\. It takes s3:ListBucket .*AWS_REGION/,
    );
    process.env.AWS_ACCESS_KEY_ID = 'another';
    expect(await failure('s3://bucket/changes')).to.match(/cannot be listed \(AccessDenied: /);
    expect(await failure('s3:///changes')).to.match(/names no bucket\. Write s3:\/\/BUCKET/);
    process.env.AWS_ACCESS_KEY_ID = 'reader';
    expect(await failure('s3://bucket/chang')).to.match(/has no object of an archive/);
  });

  it('is named, when one of its objects is no archive', async () => {
    expect(await failure('s3://bucket/changes-of-others')).to.match(
      /^s3:\/\/bucket\/changes-of-others\/a, line 1 is no change/,
    );
  });

  it('is left when the caller stops', async () => {
    const stop = new AbortController();
    server.stall = KEYS[7] ?? '';
    const opened = openArchive('s3://bucket/changes', {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    expect(await opened.catch(({ message }) => message)).to.equal('stopped');
  });
});

async function idsIn(source: string, options = {}): Promise<number[]> {
  const archive = await openArchive(source, options);
  try {
    const ids: number[] = [];
    for await (const item of (await archive.replay()).json()) ids.push(JSON.parse(item).id);
    return ids.sort((a, b) => a - b);
  } finally {
    await archive.close();
  }
}

const failure = (source: string): Promise<string> =>
  idsIn(source).then(
    () => 'no failure',
    ({ message }: Error) => message,
  );
