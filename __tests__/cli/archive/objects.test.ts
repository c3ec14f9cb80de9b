import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { openArchive } from '../../../cli/archive';
import { setVariables } from '../../functions/set-variables';
import { ArchiveFolder, CHANGE, GLUE_COLUMNS, lineOf, replayed, textLineOf } from './archive-folder';

describe("an archive's objects", () => {
  let folder: ArchiveFolder;
  let temporary: ArchiveFolder;
  let restore: () => void;

  beforeEach(() => {
    folder = new ArchiveFolder();
    temporary = new ArchiveFolder();
    restore = setVariables({ TMPDIR: temporary.path });
  });
  afterEach(() => {
    restore();
    expect(readdirSync(temporary.path), 'nothing is left behind').to.deep.equal([]);
    folder.remove();
    temporary.remove();
  });

  it('are those below the source, but for errors, canaries and what is no data', async () => {
    folder.write('changes/table=orders/date=2026-11-24/errors/a', lineOf({}));
    for (const name of [
      'errors/format-conversion-failed/x',
      'canary/1/shardId-0',
      '_SUCCESS',
      'changes/.DS_Store',
    ])
      folder.write(name, 'no change');
    for (const source of [folder.path, `${folder.path}/`, `${folder.path}/changes`])
      expect((await replayed(source)).read).to.deep.equal(['{"id":"a"}']);
  });

  it('may be one file', async () => {
    expect((await replayed(folder.write('x', lineOf({})))).items).to.equal(1);
  });

  it('may be GZIP of several members, end without a line end, or have CR LF and empty lines', async () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => lineOf({ keys: `{"id":"${id}"}` }));
    folder.write('1', Buffer.concat([gzipSync(`${a}`), gzipSync(`${b}`)]));
    folder.write('2', `\n${c?.trim()}\r\n \n${d?.trim()}`);
    folder.write('3', '');
    expect((await replayed(folder.path)).items).to.equal(4);
  });

  it('keep lines of megabytes, and every character', async () => {
    const text = `${'é\u{1f600}\\"\\t\\\\,\' #'.repeat(200_000)}\\u0000`;
    const image = `{"id":"a","text":"${text}"}`;
    folder.gzip('1', lineOf({ new: image, old: image }) + lineOf({ keys: '{"id":"b"}', at: 1 }));
    const { read } = await replayed(folder.path);
    expect(read).to.deep.equal([image, '{"id":"a"}']);
    const archive = await openArchive(folder.path);
    try {
      const rows: unknown[] = [];
      for await (const [old] of (await archive.query('SELECT "old" FROM changes ORDER BY time DESC')).rows)
        rows.push(old);
      expect(rows).to.deep.equal([image, null]);
    } finally {
      await archive.close();
    }
  });

  it('in Parquet may have the table in their path alone, as a Glue table with partitions has', async () => {
    const columns = GLUE_COLUMNS.filter((name) => name !== 'table');
    await folder.parquet('table=orders/date=2026-11-24/a.parquet', [CHANGE], columns);
    const { table, read } = await replayed(folder.path);
    expect({ table, read }).to.deep.equal({ table: 'orders', read: ['{"id":"a"}'] });
  });

  it('keep a text and a number of the same digits apart, as keys', async () => {
    folder.write('1', lineOf({ keys: '{"id":1}' }) + lineOf({ keys: '{"id":"1"}' }));
    expect((await replayed(folder.path)).items).to.equal(2);
  });

  it('may have images on several lines, as texts: an item is one line', async () => {
    folder.write('1', textLineOf({ new: '{\r\n\t"id": "a\\n"\n}' }));
    expect((await replayed(folder.path)).read).to.deep.equal(['{   "id": "a\\n" }']);
  });

  it('of several tables are kept apart: one is named', async () => {
    folder.write('1', lineOf({}) + lineOf({ table: 'users', new: '{"id":"u"}' }));
    expect((await replayed(folder.path, { table: 'users' })).read).to.deep.equal(['{"id":"u"}']);
    expect(await failure(folder.path)).to.match(/several tables\. Name one .*--table: orders, users\./);
    const other = await replayed(folder.path, { table: 'user' }).catch(({ message }) => message);
    expect(other).to.equal('The archive has no change of the table user. It has changes of: orders, users.');
  });

  const wrong: readonly [what: string, line: string, message: RegExp][] = [
    [
      'an item alone',
      '{"id":"a","name":"x"}',
      /it has no "eventName", "table", "at", "keys", "new"\..*LINE=item/,
    ],
    ['no JSON', '2026-11-24 GET /', /it is not JSON\. Each line of an archive is one change/],
    ['a line that is cut off', lineOf({}).slice(0, 80), /it is not JSON/],
    ['two changes on one line', lineOf({}).trim() + lineOf({}).trim(), /it is not JSON/],
    ['an array', '[1]', /it is no JSON object/],
    [
      'another event',
      lineOf({}).replace('INSERT', 'DELETE'),
      /its "eventName" is "DELETE", not INSERT, MODIFY or REMOVE/,
    ],
    [
      'another time',
      lineOf({}).replace('1795512600123456', '1795512600.5'),
      /its "at" is "1795512600.5", not whole micro/,
    ],
    ['another sequence', lineOf({ sequenceNumber: '0x1' }), /its "sequenceNumber" is "0x1", not digits/],
    ['no keys', lineOf({ keys: 'null' }), /its "keys" are null/],
    ['keys without attributes', lineOf({ keys: '{}' }), /its "keys" have no attribute/],
    [
      'a key that is none',
      lineOf({ keys: '{"id":null}' }),
      /its key "id" is null, but a key is text or a number/,
    ],
    ['an image that is text', lineOf({ new: '"{1}"' }), /its "new" is "\{1\}", not a JSON object/],
    ['no image', lineOf({ eventName: 'MODIFY', new: 'null' }), /it is a MODIFY without "new" image/],
    ['no name of a table', lineOf({ table: 'a b' }), /its "table" is "a b", which is no table's name/],
  ];
  for (const [what, line, message] of wrong)
    it(`that hold ${what} are named, with the line, what is expected, and the mend`, async () => {
      folder.write('0', lineOf({}));
      const file = folder.gzip('changes/x.gz', `${lineOf({})}${line}\n`);
      const error = await failure(folder.path);
      expect(error).to.contain(`${file}, line 2 is no change of a table: `);
      expect(error).to.match(message);
      expect(error).to.contain('name the folder of the changes');
    });

  it('that are no UTF-8 are named', async () => {
    const file = folder.write('x', Buffer.from(lineOf({ keys: '{"id":"\u00e9"}' }), 'latin1'));
    expect(await failure(folder.path))
      .to.match(/, line 1 is not UTF-8/)
      .and.contain(file);
  });

  it('whose GZIP is cut off or damaged are named, with the mend', async () => {
    const whole = gzipSync(Array.from({ length: 100 }, (_, i) => lineOf({ at: i })).join(''));
    const damaged = Buffer.from(whole);
    damaged.writeUInt32LE(7, whole.length - 8);
    for (const content of [
      whole.subarray(0, -3),
      whole.subarray(0, 60),
      damaged,
      Buffer.concat([whole, Buffer.from('!!')]),
    ]) {
      const file = folder.write('x.gz', content);
      expect(await failure(folder.path))
        .to.contain(`${file} is GZIP that is cut off or damaged, after line`)
        .and.contain('Copy it again');
    }
  });

  it('whose Parquet is cut off, or has other columns, are named, with what is expected', async () => {
    const file = await folder.parquet('x.parquet', [CHANGE], ['keys', 'new']);
    expect(await failure(folder.path))
      .to.contain(`${file} is Parquet`)
      .and.match(/no column "eventName", "at": .*IMAGES=text/);
    folder.write('x.parquet', 'PAR1 and then nothing');
    expect(await failure(folder.path)).to.contain(`${file} is Parquet that cannot be read: `);
  });

  it('that are missing are a mistake', async () => {
    expect(await failure(`${folder.path}/no`)).to.match(/There is no file or folder .*\/no\. Name a folder/);
    folder.write('errors/x', 'no change');
    expect(await failure(folder.path)).to.match(/has no object of an archive\. Name the folder/);
    folder.write('x', '\n');
    expect(await failure(folder.path)).to.match(/no change in them/);
  });
});

const failure = (source: string): Promise<string> =>
  replayed(source).then(
    () => 'no failure',
    ({ message }: Error) => message,
  );
