import { expect } from 'chai';
import fc from 'fast-check';
import type { Change } from '../../../functions/change/change';
import { decodeRecord } from '../../../functions/change/decode-record';
import { plainItem } from '../../../functions/document/plain-item';
import { KinesisTranscoder } from '../../../functions/transcode/kinesis-transcoder';
import { readChange, transcoderOf } from '../../../functions/transcode/read-change';
import { item, keyValue } from '../arbitrary-items';
import captured from '../change/fixtures/kinesis-record.json';
import { document } from '../document-of';
import { changeRecord, kinesisRecord } from '../kinesis-events';
import { type Choose, choicesOf, damaged, spelling } from './spelling';

/** How many records of each kind are tried. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);

const AT = 1_720_740_233_012_995;

const MICROSECONDS = '"ApproximateCreationDateTimePrecision":"MICROSECOND"';

const seed = fc.integer();

/** Changes as DynamoDB writes them: all kinds, all units of time, binary in both encodings. */
const change = fc
  .record({
    key: keyValue,
    newImage: fc.option(item, { nil: undefined }),
    oldImage: item,
    dynamodb: fc.constantFrom<object>(
      {},
      { ApproximateCreationDateTime: 1_720_740_233_012, ApproximateCreationDateTimePrecision: 'MILLISECOND' },
      { ApproximateCreationDateTime: 1_720_740_233_012, ApproximateCreationDateTimePrecision: undefined },
      { ApproximateCreationDateTime: 1.720740233e9, ApproximateCreationDateTimePrecision: undefined },
    ),
    record: fc.constantFrom<object>(
      {},
      { recordFormat: undefined },
      { eventName: 'INSERT' },
      { eventName: 'REMOVE' },
    ),
  })
  .map(({ key, newImage, oldImage, dynamodb, record }) => {
    const written = changeRecord({ keys: { key }, ...(newImage && { newImage }), oldImage, at: AT }) as {
      dynamodb: object;
    };
    return { ...written, ...record, dynamodb: { ...written.dynamodb, ...dynamodb } };
  });

describe('transcoding a Kinesis record', function () {
  this.timeout(3_600_000);

  it('leaves no record of the kind that DynamoDB writes', () => {
    fc.assert(
      fc.property(item, (newImage) => {
        const names = JSON.stringify(newImage).match(/"(?:[^"\\]|\\.)*":/g) ?? [];
        // All but numbers, and many that have to be escaped.
        fc.pre(
          !names.some((name) => /^"\d+":$/.test(name)) && names.join('').replace(/[^.%\s]/g, '').length < 6,
        );
        const record = kinesisRecord(changeRecord({ keys: { id: { S: 'a' } }, newImage, at: AT }), 0);
        expect(new KinesisTranscoder([record.kinesis.data]).transcode(0)).not.to.equal(undefined);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives the same as parsing it', () => {
    fc.assert(
      fc.property(change, (record) => void expectSame(Buffer.from(JSON.stringify(record)))),
      { numRuns: RUNS },
    );
  });

  it('gives the same as parsing it, however it is spelt', () => {
    fc.assert(
      fc.property(change, seed, (record, n) => void expectSame(Buffer.from(spelling(record, choicesOf(n))))),
      { numRuns: RUNS },
    );
  });

  it('gives the same as parsing them, for records that are like those before them but for a few bytes', () => {
    const fates = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(change, change, seed, (one, other, n) => {
        const choose = choicesOf(n);
        const batch = [one, one, other, one, other, other].map((record) => {
          const text = JSON.stringify({ ...record, eventID: 'x'.repeat(choose(3)) });
          const variants = [text, text, spelling(record, choose), damagedFrame(text, choose)];
          return Buffer.from(variants[choose(4)] ?? text);
        });
        for (const fate of expectSameInBatch(batch)) fates[fate]++;
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(fates.taken, fates.refused), JSON.stringify(fates)).to.be.greaterThan(RUNS / 20);
  });

  it('refuses and takes the same as parsing it, when it is damaged', () => {
    const fates = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(change, seed, (record, n) => {
        fates[expectSame(damaged(Buffer.from(JSON.stringify(record)), choicesOf(n)))]++;
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(fates.taken, fates.refused), JSON.stringify(fates)).to.be.greaterThan(RUNS / 20);
  });

  const images: [string, string][] = [
    ['numbers that are no JSON', '{"a":{"N":"+5"},"b":{"N":".5"},"c":{"N":"007"},"d":{"N":"1."}}'],
    ['the longest number', `{"a":{"N":"${'1'.repeat(300)}"}}`],
    ['a longer number', `{"a":{"N":"${'1'.repeat(301)}"}}`],
    ['a number spelt with an escape', '{"a":{"N":"\\u0031"}}'],
    ['an attribute twice', '{"a":{"S":"1"},"b":{"S":"2"},"a":{"S":"3"}}'],
    ['an attribute twice, once with an escape', '{"a":{"S":"1"},"\\u0061":{"S":"3"}}'],
    [
      'an attribute twice among many',
      `{${Array.from({ length: 100 }, (_, i) => `"a${i}":{"S":""},`).join('')}"a3":{"S":"x"}}`,
    ],
    ['hundreds of names', `{${Array.from({ length: 600 }, (_, i) => `"a${i}":{"S":""}`).join(',')}}`],
    ['a value twice', '{"a":{"S":"1","S":"2"}}'],
    ['names that are numbers', '{"b":{"S":""},"2":{"S":""},"1":{"M":{"x":{"S":""},"0":{"S":""}}}}'],
    [
      'names of dots',
      `{${Array.from({ length: 300 }, (_, i) => `"${'.'.repeat(i + 1)}":{"S":""}`).join(',')}}`,
    ],
    ['a text of all escapes', '{"a":{"S":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\uD800"}}'],
    ['the deepest nesting that is taken', nested(98)],
    ['a deeper nesting', nested(99)],
    ['base64 with escapes', '{"b":{"B":"QUE9PQ\\u003d="}}'],
    ['base64 of anything', '{"b":{"B":"//79"},"c":{"B":""},"d":{"BS":["QUE9PQ=="]}}'],
    ['a false null', '{"a":{"NULL":false}}'],
    ['an empty set of nothing', '{"a":{"XS":[]}}'],
    ['an empty set of maps', '{"a":{"MS":[]}}'],
    ['a descriptor that is no JSON', '{"a":{""S":[]}}'],
    ['a set of lists', '{"a":{"SS":[["x"]]}}'],
    ['a comma too many', '{"a":{"L":[{"S":""},]}}'],
  ];
  for (const [what, image] of images) {
    it(`gives the same as parsing it, with ${what}`, () => {
      expectSame(recordOf({ newImage: image }));
      expectSame(recordOf({ newImage: image, format: '' }));
    });
  }

  const records: [string, Buffer | string][] = [
    ['an old image that is no JSON', recordOf({ oldImage: '{"a":{"S":"\\x"}}' })],
    ['an old image that is not typed', recordOf({ oldImage: '[01]' })],
    ['a mark of byte order', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), recordOf({})])],
    ['something after it', `${recordOf({})} x`],
    ['a byte 0 after it', `${recordOf({})}\u0000`],
    [
      'the format after the image',
      `${String(recordOf({ newImage: '{"b":{"B":"QUE9PQ=="}}', format: '' })).slice(0, -1)},"recordFormat":"x"}`,
    ],
    ['two tables', String(recordOf({})).replace('{', '{"tableName":"x",')],
    ['two contents', String(recordOf({})).replace('{', '{"dynamodb":{},')],
    [
      'two contents, the last without keys',
      `${String(recordOf({})).slice(0, -1)},"dynamodb":{"SizeBytes":1}}`,
    ],
    [
      'two new images',
      String(recordOf({})).replace('"NewImage"', '"NewImage":{"b":{"B":"QQ=="}},"NewImage"'),
    ],
    ['an escaped name', String(recordOf({})).replace('tableName', 'table\\u004eame')],
    [
      'an escaped name that means the format',
      String(recordOf({ newImage: '{"b":{"B":"QUE9PQ=="}}' })).replace('recordFormat', 'recordForma\\u0074'),
    ],
    ['keys of an unhappy name', String(recordOf({})).replace('{"id":', '{"__proto__":')],
    ['an escaped name of the image', String(recordOf({})).replace('"OldImage"', '"NewIm\\u0061ge"')],
    ['nesting that no stack holds', recordOf({ oldImage: '['.repeat(50_000) + ']'.repeat(50_000) })],
    ['another object', '{}'],
    ['nothing', ''],
  ];
  for (const [what, record] of records) {
    it(`gives the same as parsing it, with ${what}`, () => void expectSame(Buffer.from(record)));
  }

  const oldImages: [string, string][] = [
    ['an escape that is none', '{"a":{"S":"\\x"}}'],
    ['a string that does not end', '{"a":{"S":"x}}'],
    ['an object that does not end', '{"a":{"S":"x"}'],
    ['an attribute named SizeBytes', '{"b":x,"SizeBytes":{"N":"1"}}'],
    ['a SizeBytes of its own', '{"b":{x},"SizeBytes":1}'],
    ['what looks like the end', '{"a":{"M":{}},"SizeBytes":1,"b":{x}}'],
  ];
  for (const [what, oldImage] of oldImages) {
    it(`takes a record whatever its old image is: ${what}`, () => {
      const record = recordOf({ oldImage, after: ',"SizeBytes":9' });
      expect(() => JSON.parse(String(record))).to.throw();
      expect(expectSame(record)).to.equal('taken');
      expect(expectSame(Buffer.from(String(record).replace('{"a"', '{ "a"')))).to.equal('taken');
    });
  }

  it('takes a record whose old image is no JSON, where the item has attributes named as its members', () => {
    const image =
      '{"a":{"S":"x"},"OldImage":{"M":{"b":{"M":{}},"SizeBytes":{"N":"1"}}},"dynamodb":{"M":{"b":{"S":""},"OldImage":{"M":{}}}}}';
    const record = String(
      recordOf({ newImage: image, oldImage: '{"a":{x}}', after: `,"SizeBytes":9,${MICROSECONDS}` }),
    );
    const others = [
      record,
      record.replace('{', '{"userIdentity":{"a":1,"OldImage":{}},"of":["dynamodb",{"OldImage":{}}],'),
      record.replace('"Keys":', '"Keys" :'),
    ];
    for (const other of others) {
      expect(() => JSON.parse(other)).to.throw();
      expect(expectSame(Buffer.from(other))).to.equal('taken');
    }
  });

  const MEMBERS = [
    MICROSECONDS,
    '"ApproximateCreationDateTimePrecision":"SECOND"',
    '"Keys":{"id":{"S":"b"}}',
  ];
  for (const member of [...MEMBERS, '"NewImage":{"a":{"S":"y"}}', `"ApproximateCreationDateTime":${AT}`]) {
    it(`gives the same as parsing it, with a member after the old image: ${member}`, () => {
      const name = member.slice(0, member.indexOf(':'));
      const plain = String(recordOf({ after: ',"SizeBytes":9' }));
      const without = plain.replace(new RegExp(`${name}:({.*?}}|\\d+),`), '');
      expect(without.includes(name)).to.equal(false);
      const moved = without.replace('"OldImage":{}', `"OldImage":{},${member},"Other":{}`);
      expect(JSON.parse(moved).dynamodb).to.have.property(name.slice(1, -1));
      expectSame(Buffer.from(moved));
    });
  }

  it('takes nothing of an old image for the new one', () => {
    const inside = '{"a":{"M":{}},"SizeBytes":{"M":{}},"NewImage":{"M":{}},"OldImage":{"M":{}}}';
    const image = `{"SizeBytes":{"M":{"a":{"M":{}},"SizeBytes":{"N":"1"}}},"OldImage":{"M":${inside}}}`;
    for (const after of ['', ',"SizeBytes":9']) {
      expect(expectSame(recordOf({ newImage: image, oldImage: image, after }))).to.equal('taken');
      const moved = String(recordOf({ after })).replace('"NewImage":{"a":{"S":"x"}},', '');
      const last = moved.replace('"OldImage":{}', `"OldImage":${image},"NewImage":${image}`);
      expect(expectSame(Buffer.from(last))).to.equal('taken');
    }
  });

  it('gives the same as parsing them, for records of several tables, one of no name', () => {
    const records = ['t', '', 't', 'u', 't', '"', 't'].map((table, i) =>
      kinesisRecord(String(recordOf({})).replace('"t"', JSON.stringify(table)), i),
    );
    const transcoder = transcoderOf(records, true);
    for (const [i, record] of records.entries()) {
      const expected = outcome(() => decodeRecord(record, i));
      expect(outcome(() => readChange(record, i, transcoder))).to.deep.equal(expected);
    }
  });

  it('keeps what it gave while it reads on', () => {
    const texts = Array.from({ length: 40 }, (_, i) => String(i).repeat(10_000));
    const records = texts.map((S, i) =>
      kinesisRecord(changeRecord({ keys: { id: { S: 'a' } }, newImage: { S: { S } }, at: AT }), i),
    );
    const transcoder = transcoderOf(records, false);
    const changes = records.map((record, i) => readChange(record, i, transcoder));
    expect(changes.map((change) => JSON.parse(document(change)).S)).to.deep.equal(texts);
  });

  describe('where a member that counts stands twice in a record', () => {
    const usual = JSON.stringify(changeRecord({ keys: { id: { S: 'a' } }, newImage: {}, at: AT }));
    const inserted = usual.replace('MODIFY', 'INSERT').replace(/"OldImage".*?}},/, '');
    const early = inserted.replace('{"Appr', '{"ApproximateCreationDateTimePrecision":"MILLISECOND","Appr');
    const cases: [string, string, string][] = [
      ['the unit of its time, and once in the next', early, early.replace(`,${MICROSECONDS}`, '')],
      [
        'its event, and what stands first is no JSON',
        usual,
        usual.replace('"MODIFY"', 'MODIFYYY').replace(/}$/, ',"eventName":"MODIFY"}'),
      ],
    ];
    for (const [what, first, second] of cases) {
      it(`gives the same as parsing it: ${what}`, () => {
        expectSameInBatch([first, second].map((text) => Buffer.from(text)));
      });
    }
  });

  it('reads the captured record', () => void expectSame(Buffer.from(JSON.stringify(captured))));
});

/** The record with a fault outside of its images, where records of one table are alike. */
function damagedFrame(text: string, choose: Choose): Buffer {
  const images = /"Keys":.*(?="SizeBytes":)/s.exec(text)?.[0] ?? '';
  const [before, after] = text.split(images) as [string, string];
  const [head, tail] = choose(2)
    ? [damaged(Buffer.from(before), choose), after]
    : [before, damaged(Buffer.from(after), choose)];
  return Buffer.concat([Buffer.from(head), Buffer.from(images), Buffer.from(tail)]);
}

function nested(levels: number): string {
  return `${'{"m":{"M":'.repeat(levels)}{"a":{"L":[]}}${'}}'.repeat(levels)}`;
}

function recordOf({
  newImage = '{"a":{"S":"x"}}',
  oldImage = '{}',
  format = '"recordFormat":"application/json",',
  after = '',
}): Buffer {
  return Buffer.from(
    `{${format}"eventName":"MODIFY","tableName":"t","dynamodb":{"ApproximateCreationDateTime":${AT},` +
      `"Keys":{"id":{"S":"a"}},"NewImage":${newImage},"OldImage":${oldImage}${after}}}`,
  );
}

/**
 * The reference is the decoding by way of objects. What it refuses, the transcoder must leave to it: alone, and after
 * a record that DynamoDB could have written, of which it may take the rest to be the same.
 */
function expectSame(data: Buffer): 'taken' | 'refused' {
  const usual = Buffer.from(JSON.stringify(changeRecord({ keys: { id: { S: 'b' } }, newImage: {}, at: AT })));
  expectSameInBatch([usual, recordOf({ after: `,"SizeBytes":9,${MICROSECONDS}` }), data, usual]);
  return expectSameInBatch([data])[0] as 'taken' | 'refused';
}

function expectSameInBatch(batch: readonly Buffer[]): ('taken' | 'refused')[] {
  const records = batch.map((data, i) => kinesisRecord(data, i));
  const transcoder = transcoderOf(records, true);
  const strict = new KinesisTranscoder(records.map(({ kinesis }) => kinesis.data));
  const fates = records.map((record, i) => {
    const expected = outcome(() => decodeRecord(record, i));
    expect(outcome(() => readChange(record, i, transcoder))).to.deep.equal(expected);
    const left = strict.transcode(i) === undefined;
    if ('refused' in expected) expect(left).to.equal(true);
    return 'refused' in expected ? 'refused' : 'taken';
  });
  transcoder.release();
  return fates;
}

function outcome(read: () => Change) {
  try {
    const change = read();
    const { newImage, plainImage, ...rest } = change;
    if (rest.kind === 'remove') return rest;
    const item = plainImage ?? plainItem(newImage ?? {}, rest.binaryEncoding);
    const members = Array.from({ length: item.count }, (_, i) =>
      [item.nameAt(i), item.valueAt(i), item.endAt(i)].map((place) => place - item.start),
    );
    return { ...rest, document: document(change), members };
  } catch (error) {
    return { refused: String(error) };
  }
}
