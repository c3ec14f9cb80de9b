import type { FirehoseTransformationEvent, FirehoseTransformationResultRecord } from 'aws-lambda';
import { expect } from 'chai';
import fc from 'fast-check';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { BuiltFunction } from '../built-function';
import captured from '../change/fixtures/kinesis-record.json';
import {
  firehoseChanges,
  firehoseEvent,
  firehoseRecord,
  partitionKeyAt,
  SOURCE_STREAM_ARN,
} from '../firehose-events';
import { changeRecord, type ItemChange, sequenceNumberAt } from '../kinesis-events';
import { ObjectStore } from '../object-store';
import { RecordService, type RequestFault } from '../record-service';
import { CREDENTIALS } from '../test-collection';
import sample from './fixtures/firehose-event.json';

const START = 1_720_740_233_012_995;
/** Lambda's limits are 6 MB, in either reading. */
const MAX_ANSWER_BYTES = 6_000_000;
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

describe('firehose-transformer', function () {
  this.timeout(60_000);
  let kinesis: RecordService;
  let store: ObjectStore;
  let transformer: BuiltFunction;
  /** It writes images as texts, in which quotes become longer: answers can be larger than their events. */
  let texts: BuiltFunction;
  const loaded: BuiltFunction[] = [];

  before(async () => {
    kinesis = await RecordService.start();
    store = await ObjectStore.start();
    transformer = load({});
    texts = load({ IMAGES: 'text' });
  });
  beforeEach(() => {
    kinesis.reset();
    store.reset();
  });
  after(async () => {
    await Promise.all(loaded.map((each) => each.close()));
    await kinesis?.close();
    await store?.close();
  });

  function load(environment: Record<string, string>): BuiltFunction {
    const built = BuiltFunction.load('firehose-transformer', {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_KINESIS: kinesis.url,
      AWS_ENDPOINT_URL_S3: store.url,
      TABLE_NAME: 'lab-table',
      CANARY_BUCKET: 'archive',
      ...environment,
    });
    loaded.push(built);
    return built;
  }

  /** Answers, of which each record must have one, in order, within the limit. */
  async function answers(
    event: { readonly records: readonly ({ readonly recordId: string } | null)[] | null },
    built = transformer,
    remainingMs?: number,
  ): Promise<FirehoseTransformationResultRecord[]> {
    const result = (await built.invoke(event, remainingMs)) as {
      records: FirehoseTransformationResultRecord[];
    };
    expect(Buffer.byteLength(JSON.stringify(result))).to.be.at.most(MAX_ANSWER_BYTES);
    const ids = (event.records ?? []).map((record) => record?.recordId);
    expect(result.records.map(({ recordId }) => recordId)).to.deep.equal(ids);
    for (const { result: fate, data } of result.records) {
      expect(fate).to.be.oneOf(['Ok', 'Dropped', 'ProcessingFailed']);
      expect(data === undefined, fate).to.equal(fate !== 'Ok');
    }
    return result.records;
  }

  it('turns a captured record into a line', async () => {
    const [answer] = await answers(firehoseEvent([captured]), load({ TABLE_NAME: 'foo' }));
    expect(lineOf(answer)).to.equal(
      `{"eventName":"INSERT","table":"foo","at":1720740233012995,"sequenceNumber":"${sequenceNumberAt(0)}","keys":{"pk":"a"},"new":{"pk":"a","n":1},"old":null}\n`,
    );
    expect(answer).not.to.have.property('metadata');
  });

  it('keeps both images, and of a delete the old one', async () => {
    const keys = { id: { S: 'a' } };
    const [oldImage, newImage] = [withN('1'), withN('2')];
    const lines = linesOf(
      await answers(
        firehoseChanges([
          { eventName: 'INSERT', keys, newImage, at: START },
          { eventName: 'MODIFY', keys, newImage, oldImage, at: START + 1 },
          { eventName: 'REMOVE', keys, oldImage, at: START + 2 },
        ]),
      ),
    );
    expect(
      lines.map((line) => JSON.parse(line)).map((line) => [line.eventName, line.new, line.old]),
    ).to.deep.equal([
      ['INSERT', { id: 'a', n: 2 }, null],
      ['MODIFY', { id: 'a', n: 2 }, { id: 'a', n: 1 }],
      ['REMOVE', null, { id: 'a', n: 1 }],
    ]);
  });

  it("fails the vendor's sample event record by record: it is of no table", async () => {
    expect((await answers(sample)).map(({ result }) => result)).to.deep.equal([
      'ProcessingFailed',
      'ProcessingFailed',
    ]);
  });

  it('answers an event without records', async () => {
    for (const records of [null, []]) expect(await answers({ records })).to.deep.equal([]);
    expect(await transformer.invoke({ invocationId: 'x' })).to.deep.equal({ records: [] });
  });

  it('answers each record for itself, whatever the others are', async () => {
    const good = firehoseRecord(changeRecord(change(0)), 0);
    const bad: [string, object | null][] = [
      ['garbage', firehoseRecord('garbage', 1)],
      ['no UTF-8', firehoseRecord(Buffer.from([0x7b, 0xff, 0x7d]), 2)],
      ['no base64', { ...good, recordId: '3', data: '!!! not base64 ???' }],
      ['no data', { ...good, recordId: '4', data: undefined }],
      ['null as data', { ...good, recordId: '5', data: null }],
      ['a number as data', { ...good, recordId: '6', data: 7 }],
      ['empty data', { ...good, recordId: '7', data: '' }],
      ['another table', firehoseRecord(changeRecord({ ...change(8), table: 'other' }), 8)],
      ['another object', firehoseRecord({ hello: 1 }, 9)],
      ['no new image', firehoseRecord({ ...captured, tableName: 'lab-table', dynamodb: { Keys: {} } }, 10)],
      [
        'an unreadable old image',
        firehoseRecord(changeRecord({ ...change(11), oldImage: { n: { N: 'NaN' } } }), 11),
      ],
      [
        'an old image that is no JSON',
        firehoseRecord(JSON.stringify(changeRecord(change(13))).replace('"OldImage":{', '"OldImage":{x'), 13),
      ],
      ['null', null],
      [
        '10,000 levels',
        firehoseRecord(`{"tableName":"lab-table","dynamodb":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 12),
      ],
    ];
    for (const [what, record] of bad) {
      const event = {
        ...firehoseEvent([]),
        records: [good, record, good] as FirehoseTransformationEvent['records'],
      };
      const results = (await answers(event)).map(({ result }) => result);
      expect(results, what).to.deep.equal(['Ok', 'ProcessingFailed', 'Ok']);
    }
  });

  it('answers records of one id each', async () => {
    const record = firehoseRecord(changeRecord(change(0)), 0);
    const event = { ...firehoseEvent([]), records: [record, { ...record, data: 'x' }, record] };
    expect((await answers(event)).map(({ result }) => result)).to.deep.equal([
      'Ok',
      'ProcessingFailed',
      'Ok',
    ]);
  });

  it('writes null for a sequence number that it was not given', async () => {
    const { kinesisRecordMetadata, ...record } = firehoseRecord(changeRecord(change(0)), 0);
    const metadata = [undefined, null, {}, { ...kinesisRecordMetadata, sequenceNumber: 5 }];
    for (const given of metadata) {
      const [answer] = await answers({ records: [{ ...record, kinesisRecordMetadata: given }] as never[] });
      expect(JSON.parse(lineOf(answer))).to.include({ sequenceNumber: null, table: 'lab-table' });
    }
  });

  it('gives partition keys where it is told to, of the change’s own day in UTC', async () => {
    const partitioned = load({ PARTITION_KEYS: 'true' });
    const days: [number, string][] = [
      [1_720_742_399_999_999, '2024-07-11'],
      [1_720_742_400_000_000, '2024-07-12'],
    ];
    const event = firehoseEvent([...days.map(([at]) => changeRecord({ ...change(0), at })), 'garbage']);
    expect((await answers(event, partitioned)).map(({ metadata }) => metadata)).to.deep.equal([
      ...days.map(([, date]) => ({ partitionKeys: { table: 'lab-table', date } })),
      undefined,
    ]);
  });

  it('drops what the filter excludes both before the change and after it', async () => {
    const FILTER = '{"n":[{"numeric":[">",5]}]}';
    const keys = { id: { S: 'a' } };
    const event = firehoseChanges([
      { keys, newImage: withN('6'), oldImage: withN('1'), at: START },
      { keys, newImage: withN('1'), oldImage: withN('6'), at: START },
      { keys, oldImage: withN('6'), at: START },
      { keys, oldImage: withN('5'), at: START },
      { keys, newImage: withN('2'), oldImage: withN('1'), at: START },
    ]);
    const results = async (settings: object) =>
      (await answers(event, load({ FILTER, ...settings }))).map(({ result }) => result);
    expect(await results({})).to.deep.equal(['Ok', 'Ok', 'Ok', 'Dropped', 'Dropped']);
    expect(await results({ LINE: 'item' })).to.deep.equal(['Ok', 'Dropped', 'Dropped', 'Dropped', 'Dropped']);
  });

  it('writes items alone where a line is an item; deletes are dropped', async () => {
    const items = load({ LINE: 'item' });
    const event = firehoseChanges([change(0, 'x'), { keys: { id: { S: '0' } }, at: START }]);
    const [first, second] = await answers(event, items);
    expect(lineOf(first)).to.equal('{"id":"0","text":"x"}\n');
    expect(second?.result).to.equal('Dropped');
  });

  it('writes keys and images as texts for columns of strings', async () => {
    const event = firehoseChanges([{ keys: { id: { S: '"' } }, newImage: withN('1.50'), at: START }]);
    const [answer] = await answers(event, texts);
    expect(JSON.parse(lineOf(answer))).to.deep.include({
      keys: '{"id":"\\""}',
      new: '{"id":"a","n":1.50}',
      old: '{"id":"\\""}',
    });
    const [removed] = await answers(firehoseChanges([{ keys: { id: { S: 'a' } }, at: START }]), texts);
    expect(JSON.parse(lineOf(removed))).to.include({ new: null });
  });

  describe('with more lines than the answer has room for', () => {
    it('puts back what does not fit, as it was, and answers Dropped', async () => {
      const event = overfull();
      const results = await answers(event, texts);
      const backs = indicesOf(results, 'Dropped');
      expect(backs).not.to.deep.equal([]);
      expect(indicesOf(results, 'ProcessingFailed')).to.deep.equal([]);
      expect(results[0]?.result).to.equal('Ok');
      expect(new Set(kinesis.requests.map(({ stream }) => stream))).to.deep.equal(
        new Set([SOURCE_STREAM_ARN]),
      );
      expect(kinesis.taken.map(({ partitionKey }) => partitionKey)).to.deep.equal(backs.map(partitionKeyAt));
      expect(kinesis.taken.map(({ data }) => data.toString('base64'))).to.deep.equal(
        backs.map((i) => event.records[i]?.data),
      );
      expect(texts.logLines().at(-1)).to.include({ ArchivePutBack: backs.length, ArchiveFailed: 0 });
    });

    it('comes to an end: what was put back comes through in the end', async () => {
      let event = overfull();
      const through: string[] = [];
      for (let round = 0; event.records.length > 0; round++) {
        expect(round).to.be.lessThan(10);
        kinesis.reset();
        through.push(...linesOf(await answers(event, texts)));
        event = firehoseEvent(kinesis.taken.map(({ data }) => data));
      }
      expect(new Set(through.map((line) => JSON.parse(line).at)).size).to.equal(overfull().records.length);
    });

    const passing: RequestFault[] = [
      'throttled',
      '503',
      'reset',
      'answer lost',
      'one short',
      'one more',
      'no entries',
      'no JSON',
      { refused: [0] },
    ];
    for (const fault of passing) {
      it(`puts back again after ${JSON.stringify(fault)}`, async () => {
        kinesis.faults = [fault];
        const results = await answers(overfull(), texts);
        expect(indicesOf(results, 'ProcessingFailed')).to.deep.equal([]);
        const confirmed = new Set(kinesis.confirmed.map(({ partitionKey }) => partitionKey));
        expect(
          indicesOf(results, 'Dropped')
            .map(partitionKeyAt)
            .every((key) => confirmed.has(key)),
        ).to.equal(true);
      });
    }

    it('fails what the stream does not take back, and only that', async () => {
      const [, second] = indicesOf(await answers(overfull(), texts), 'Dropped');
      kinesis.reset();
      kinesis.refuses = ({ partitionKey }) => partitionKey === partitionKeyAt(second ?? -1);
      const results = await answers(overfull(), texts, 2_000);
      expect(indicesOf(results, 'ProcessingFailed')).to.deep.equal([second]);
      expect(texts.logLines().at(-1)).to.deep.include({ failures: { 'not put back': 1 }, ArchiveFailed: 1 });
    });

    for (const type of ['AccessDeniedException', 'ResourceNotFoundException']) {
      it(`fails them at once after ${type}, and says what to mend`, async () => {
        kinesis.denial = { status: 400, type };
        const started = Date.now();
        const results = await answers(overfull(), texts);
        expect(indicesOf(results, 'Dropped')).to.deep.equal([]);
        expect(indicesOf(results, 'ProcessingFailed')).not.to.deep.equal([]);
        expect(Date.now() - started).to.be.lessThan(5_000);
        expect(texts.logLines().at(-1)?.reason).to.match(new RegExp(`${type}.*kinesis:PutRecords`));
      });
    }

    it('answers in time when the stream says nothing', async () => {
      kinesis.faults = ['hanging', 'hanging', 'hanging'];
      const started = Date.now();
      const results = await answers(overfull(), texts, 3_000);
      expect(indicesOf(results, 'ProcessingFailed')).not.to.deep.equal([]);
      expect(Date.now() - started).to.be.lessThan(2_900);
    });

    it('fails what is too large for the stream to take back', async () => {
      const event = firehoseChanges([
        ...Array.from({ length: 4 }, (_, i) => filled(i, '"', 500_000)),
        filled(4, '"', 1_100_000),
        filled(5, '"', 500_000),
      ]);
      const results = await answers(event, texts);
      expect([indicesOf(results, 'ProcessingFailed'), indicesOf(results, 'Dropped')]).to.deep.equal([
        [4],
        [5],
      ]);
      expect(kinesis.taken).to.have.length(1);
    });

    it('fails them where the event names no stream', async () => {
      const { sourceKinesisStreamArn: _, ...event } = overfull();
      const results = await answers(event, texts);
      expect(indicesOf(results, 'ProcessingFailed')).not.to.deep.equal([]);
      expect(kinesis.requests).to.deep.equal([]);
    });

    it('stays within the limit, answers each record, and loses none, whatever their sizes', async () => {
      const size = fc.oneof(
        fc.nat(2_000),
        fc.nat(120_000),
        fc.constant(390_000),
        fc.integer({ min: 520_000, max: 760_000 }),
      );
      const filler = fc.constantFrom('"', 'x', '\\', 'é', '\u0001', '😀');
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(size, filler), { minLength: 1, maxLength: 60 }), async (sizes) => {
          kinesis.reset();
          const event = withinLimit(sizes.map(([bytes, text], i) => filled(i, text, bytes)));
          const results = await answers(event, texts);
          const backs = indicesOf(results, 'Dropped');
          expect(kinesis.taken.map(({ partitionKey }) => partitionKey)).to.deep.equal(
            backs.map(partitionKeyAt),
          );
          expect(indicesOf(results, 'ProcessingFailed')).to.deep.equal([]);
          expect(results[0]?.result).to.equal('Ok');
        }),
        { numRuns: 25 },
      );
    });

    it('fills the answer to the last byte, and not beyond it', async () => {
      const event = (bytes: number) =>
        firehoseChanges([
          ...Array.from({ length: 8 }, (_, i) => filled(i, 'x', 500_000)),
          change(8, 'x'.repeat(bytes)),
        ]);
      const small = await answers(event(0));
      expect(indicesOf(small, 'Ok')).to.have.length(9);
      const room = MAX_ANSWER_BYTES - Buffer.byteLength(JSON.stringify({ records: small }));
      const bytes = 3 * Math.floor(room / 4);
      const full = await answers(event(bytes));
      expect(indicesOf(full, 'Ok')).to.have.length(9);
      expect(Buffer.byteLength(JSON.stringify({ records: full }))).to.be.greaterThan(MAX_ANSWER_BYTES - 5);
      expect(indicesOf(await answers(event(bytes + 3)), 'Dropped')).to.deep.equal([8]);
    });

    it('keeps room for the answers that have no line', async () => {
      const changes = Array.from({ length: 10 }, (_, i) => changeRecord(filled(i, 'x', 500_000)));
      const results = await answers(firehoseEvent([...changes, ...Array(3_000).fill('garbage')]));
      expect(indicesOf(results, 'ProcessingFailed')).to.have.length(3_000);
      expect(indicesOf(results, 'Dropped')).not.to.deep.equal([]);
    });

    it('shortens a line that no answer has room for, and fails it if that does not help', async () => {
      const long = (text: string, oldImage: AttributeMap): ItemChange => ({
        keys: { id: { S: '0' } },
        newImage: { id: { S: '0' }, text: { S: text } },
        oldImage,
        at: START,
      });
      const small = { id: { S: '0' } };
      // 700,000 control characters are 4.2 MB of JSON, and 7 bytes each in a text.
      const tooMuch = '\u0001'.repeat(700_000);
      const event = firehoseChanges([
        long('x', { ...small, text: { S: tooMuch } }),
        long(tooMuch, small),
        long('y', small),
      ]);
      const [first, second, third] = await answers(event, texts);
      expect(JSON.parse(lineOf(first))).to.deep.include({ old: null, new: '{"id":"0","text":"x"}' });
      expect(second?.result).to.equal('ProcessingFailed');
      expect(third?.result).to.equal('Ok');
      expect(kinesis.requests).to.deep.equal([]);
    });
  });

  describe('with canaries', () => {
    const canary = firehoseRecord({ canary: 'abc-1' }, 0);

    it('notes each in the bucket, and drops it', async () => {
      const event = {
        ...firehoseEvent([]),
        records: [canary, firehoseRecord(changeRecord(change(1)), 1), canary],
      };
      expect((await answers(event)).map(({ result }) => result)).to.deep.equal(['Dropped', 'Ok', 'Dropped']);
      expect([...store.objects.keys()]).to.deep.equal(['archive/canary/abc-1/shardId-000000000006']);
      expect(store.requests).to.equal(1);
    });

    for (const outage of ['down', 'denied', 'hanging'] as const) {
      it(`fails it while the bucket is ${outage}, and archives the rest`, async () => {
        store.outage = outage;
        const event = { ...firehoseEvent([]), records: [canary, firehoseRecord(changeRecord(change(1)), 1)] };
        const results = (await answers(event, transformer, 3_000)).map(({ result }) => result);
        expect(results).to.deep.equal(['ProcessingFailed', 'Ok']);
        expect(transformer.logLines().at(-1)?.reason).to.match(/canary.*s3:PutObject/);
      });
    }

    it('takes nothing for a canary whose id could be another key', async () => {
      for (const id of ['../changes/x', 'a/b', '', 'x'.repeat(101), 7, null]) {
        const [answer] = await answers(firehoseEvent([{ canary: id }]));
        expect(answer?.result).to.equal('ProcessingFailed');
      }
      expect(store.objects.size).to.equal(0);
    });
  });

  it('logs one line an invocation, with its metrics and without any content', async () => {
    const before = transformer.logLines().length;
    const hush = { hush: { S: 'hush' } };
    const coarse = { ...change(1), at: START - 995, precision: 'MILLISECOND' } as const;
    const event = firehoseEvent([
      changeRecord({ ...change(0), newImage: hush }),
      changeRecord(coarse),
      changeRecord({ ...change(2), newImage: { hush: { N: 'hush' } } }),
    ]);
    await answers(event);
    const logged = transformer.logLines().slice(before);
    expect(logged).to.have.length(1);
    expect(logged[0]).to.include({
      level: 'WARN',
      TableName: 'lab-table',
      ArchiveChanges: 3,
      ArchiveLines: 2,
      ArchiveFailed: 1,
      ArchiveCoarse: 1,
    });
    expect(logged[0]?.failures).to.deep.equal({ undecodable: 1 });
    expect(JSON.stringify(logged)).not.to.contain('hush');
  });

  const mistakes: [string, Record<string, string>, RegExp][] = [
    ['no table', { TABLE_NAME: '' }, /TABLE_NAME is not set/],
    ['no bucket', { CANARY_BUCKET: '' }, /CANARY_BUCKET is not set/],
    ['partition keys that are no switch', { PARTITION_KEYS: 'yes' }, /PARTITION_KEYS is "yes"/],
  ];
  for (const [what, environment, message] of mistakes) {
    it(`says so if it is given ${what}`, async () => {
      const failure = await load(environment)
        .invoke(firehoseEvent([]))
        .then(
          () => undefined,
          (error: Error) => error,
        );
      expect(failure?.name).to.equal('ConfigurationError');
      expect(failure?.message).to.match(message);
    });
  }
});

const withN = (N: string): AttributeMap => ({ id: { S: 'a' }, n: { N } });

function change(position: number, text = ''): ItemChange {
  const keys = { id: { S: String(position) } };
  return { keys, newImage: { ...keys, text: { S: text } }, at: START + position };
}

/** A change whose record is about so long. */
const filled = (position: number, character: string, bytes: number): ItemChange =>
  change(position, character.repeat(bytes / (Buffer.byteLength(JSON.stringify(character)) - 2)));

/** An event of 4.8 MB whose lines, as texts, take 9.6 MB. */
const overfull = (): FirehoseTransformationEvent =>
  firehoseChanges(Array.from({ length: 12 }, (_, i) => filled(i, '"', 300_000)));

/** As many of the changes as Lambda takes in one event. */
function withinLimit(changes: readonly ItemChange[]): FirehoseTransformationEvent {
  const event = firehoseChanges(changes);
  while (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) event.records.pop();
  return event;
}

function lineOf(answer: FirehoseTransformationResultRecord | undefined): string {
  expect(answer?.result).to.equal('Ok');
  const line = Buffer.from(answer?.data ?? '', 'base64').toString('utf8');
  expect(line.indexOf('\n')).to.equal(line.length - 1);
  return line;
}

const linesOf = (answers: readonly FirehoseTransformationResultRecord[]): string[] =>
  answers.filter(({ result }) => result === 'Ok').map(lineOf);

function indicesOf(
  answers: readonly FirehoseTransformationResultRecord[],
  result: FirehoseTransformationResultRecord['result'],
): number[] {
  return answers.flatMap((answer, i) => (answer.result === result ? [i] : []));
}
