import { expect } from 'chai';
import fc from 'fast-check';
import { BuiltFunction } from '../built-function';
import streamsEvent from '../change/fixtures/streams-event.json';
import type { ItemChange } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { RecordService, type RequestFault } from '../record-service';
import { streamsRecord, streamsSequenceNumber } from '../streams-events';
import { CREDENTIALS } from '../test-collection';

const START = 1_720_740_233_000_000;
const MAX_RECORD_BYTES = 1_024_000;

describe('firehose-forwarder', function () {
  this.timeout(60_000);
  let firehose: RecordService;
  let parking: ParkingService;
  let forwarder: BuiltFunction;
  const loaded: BuiltFunction[] = [];

  before(async () => {
    firehose = await RecordService.start();
    parking = await ParkingService.start();
    forwarder = load({});
  });
  beforeEach(() => {
    firehose.reset();
    parking.reset();
  });
  after(async () => {
    await Promise.all(loaded.map((each) => each.close()));
    await firehose?.close();
    await parking?.close();
  });

  function load(environment: Record<string, string>): BuiltFunction {
    const built = BuiltFunction.load('firehose-forwarder', {
      ...CREDENTIALS,
      ...parking.environment(),
      AWS_ENDPOINT_URL_FIREHOSE: firehose.url,
      TABLE_NAME: 'lab-table',
      DELIVERY_STREAM_NAME: 'archive',
      ...environment,
    });
    loaded.push(built);
    return built;
  }

  const lines = (): string[] => firehose.taken.map(({ data }) => data.toString('utf8'));
  const parked = () => [...parking.objects.values()];

  it("sends the vendor's sample event as lines", async () => {
    const sample = load({ TABLE_NAME: 'ExampleTableWithStream' });
    expect(await sample.invoke(streamsEvent)).to.deep.equal({ batchItemFailures: [] });
    expect(lines()).to.deep.equal([
      '{"eventName":"INSERT","table":"ExampleTableWithStream","at":1428537600000000,"sequenceNumber":"4421584500000000017450439091","keys":{"Id":101},"new":{"Message":"New item!","Id":101},"old":null}\n',
      '{"eventName":"MODIFY","table":"ExampleTableWithStream","at":1428537600000000,"sequenceNumber":"4421584500000000017450439092","keys":{"Id":101},"new":{"Message":"This item has changed","Id":101},"old":{"Message":"New item!","Id":101}}\n',
      '{"eventName":"REMOVE","table":"ExampleTableWithStream","at":1428537600000000,"sequenceNumber":"4421584500000000017450439093","keys":{"Id":101},"new":null,"old":{"Message":"This item has changed","Id":101}}\n',
    ]);
    expect(firehose.requests.map(({ stream }) => stream)).to.deep.equal(['archive']);
  });

  it('sends no request for an empty batch', async () => {
    expect(await forwarder.invoke({ Records: [] })).to.deep.equal({ batchItemFailures: [] });
    expect(firehose.requests).to.have.length(0);
  });

  it('keeps requests within 500 records and within 4 MiB', async () => {
    const small = Array.from({ length: 1_201 }, (_, i) => upsert(i, ''));
    expect(await forwarder.invoke({ Records: small })).to.deep.equal({ batchItemFailures: [] });
    expect(firehose.requests.map(({ records }) => records.length)).to.deep.equal([500, 500, 201]);
    firehose.reset();
    const large = Array.from({ length: 30 }, (_, i) => upsert(i, 'x'.repeat(200_000)));
    expect(await forwarder.invoke({ Records: large })).to.deep.equal({ batchItemFailures: [] });
    expect(positions(firehose.taken)).to.deep.equal(large.map((_, i) => i));
  });

  it('sends a line of 1,000 KiB whole, and a longer one without its old image', async () => {
    const oldImage = { id: { S: '0' }, text: { S: 'y'.repeat(500_000) } };
    const frame = (await lineOf(change(0, 'x', oldImage))).length - 1;
    const fill = MAX_RECORD_BYTES - frame;
    expect(await lineOf(change(0, 'x'.repeat(fill), oldImage))).to.have.length(MAX_RECORD_BYTES);
    const shortened = await lineOf(change(0, 'x'.repeat(fill + 1), oldImage));
    expect(JSON.parse(shortened)).to.deep.include({ old: null, eventName: 'MODIFY' });
    expect(parked()).to.deep.equal([]);
    expect(forwarder.logLines().at(-1)).to.include({ ArchiveWithoutOldImage: 1, ArchiveLines: 1 });
  });

  it('parks a line that is too large even without its old image, and sends the others', async () => {
    const huge = upsert(1, 'x'.repeat(MAX_RECORD_BYTES));
    const event = { Records: [upsert(0, ''), huge, upsert(2, '')] };
    expect(await forwarder.invoke(event)).to.deep.equal({ batchItemFailures: [] });
    expect(positions(firehose.taken)).to.deep.equal([0, 2]);
    expect(parked().map(({ reason, record }) => [reason, record])).to.deep.equal([['too large', huge]]);
  });

  it('parks what it cannot decode, an unreadable old image too, and what is of another table', async () => {
    const badOldImage = { ...change(1, ''), oldImage: { n: { N: 'NaN' } } };
    const noDynamodb = { ...upsert(2, ''), dynamodb: { SequenceNumber: '17' } };
    const foreign = streamsRecord({ ...change(3, ''), table: 'other' }, 3);
    const records = [upsert(0, ''), streamsRecord(badOldImage, 1), noDynamodb, foreign, upsert(4, '')];
    expect(await forwarder.invoke({ Records: records })).to.deep.equal({ batchItemFailures: [] });
    expect(positions(firehose.taken)).to.deep.equal([0, 4]);
    expect(parked().map(({ reason }) => reason)).to.have.members(['undecodable', 'undecodable', 'foreign']);
    expect(
      parked().find(({ record }) => JSON.stringify(record) === JSON.stringify(records[1])),
    ).to.have.nested.property('error.reason', 'OldImage.n is not a valid N value');
  });

  for (const down of ['s3', 'sqs'] as const) {
    it(`does not acknowledge what it cannot park while ${down} is down`, async () => {
      parking.down = down;
      const foreign = streamsRecord({ ...change(1, ''), table: 'other' }, 1);
      const event = { Records: [upsert(0, ''), foreign, upsert(2, '')] };
      expect(await forwarder.invoke(event)).to.deep.equal(failureAt(1));
      parking.down = undefined;
      expect(await forwarder.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      expect(parked()).to.have.length(1);
    });
  }

  for (const view of ['KEYS_ONLY', 'OLD_IMAGE']) {
    it(`holds everything back where the stream's view is ${view}`, async () => {
      const record = upsert(0, '');
      const event = { Records: [{ ...record, dynamodb: { ...record.dynamodb, StreamViewType: view } }] };
      expect(await failureOf(forwarder.invoke(event))).to.match(/^ConfigurationError: .*NEW_AND_OLD_IMAGES/);
      expect([firehose.taken, parked()]).to.deep.equal([[], []]);
    });
  }

  const denials: [number, string][] = [
    [400, 'AccessDeniedException'],
    [400, 'ResourceNotFoundException'],
    [400, 'InvalidArgumentException'],
    [400, 'InvalidKMSResourceException'],
    [403, 'UnrecognizedClientException'],
  ];
  for (const [status, type] of denials) {
    it(`with ${type} acknowledges nothing, parks nothing, and says what to mend`, async () => {
      firehose.denial = { status, type };
      const foreign = streamsRecord({ ...change(1, ''), table: 'other' }, 1);
      const failure = await failureOf(forwarder.invoke({ Records: [upsert(0, ''), foreign] }));
      expect(failure).to.match(/^ConfigurationError: .*"archive".*firehose:PutRecordBatch/);
      expect(failure).to.contain(type).and.to.contain('No change was acknowledged and none was parked');
      expect(firehose.requests).to.have.length(1);
      expect(parked()).to.deep.equal([]);
      expect(forwarder.logLines().at(-1)).to.include({ ArchiveUnfinished: 2, level: 'WARN' });
    });
  }

  const passing: RequestFault[] = [
    'throttled',
    '503',
    'reset',
    'answer lost',
    'one short',
    'one more',
    'no entries',
    'null entries',
    'empty entries',
    'no JSON',
    { refused: [0] },
  ];
  for (const fault of passing) {
    it(`sends again what it may not have got rid of: ${JSON.stringify(fault)}`, async () => {
      firehose.faults = [fault, fault];
      const event = { Records: [upsert(0, ''), upsert(1, ''), upsert(2, '')] };
      expect(await forwarder.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      expect(new Set(positions(firehose.confirmed))).to.deep.equal(new Set([0, 1, 2]));
      expect(firehose.requests).to.have.length(3);
    });
  }

  it('sends none again that was taken', async () => {
    firehose.faults = [{ refused: [1, 3] }, { refused: [1] }];
    await forwarder.invoke({ Records: [0, 1, 2, 3, 4].map((i) => upsert(i, '')) });
    expect(firehose.requests.map(({ records }) => positions(records))).to.deep.equal([
      [0, 1, 2, 3, 4],
      [1, 3],
      [3],
    ]);
  });

  it('gives everything back well before its time is up when the stream says nothing', async () => {
    firehose.faults = ['hanging', 'hanging', 'hanging'];
    const started = Date.now();
    expect(await forwarder.invoke({ Records: [upsert(0, ''), upsert(1, '')] }, 2_000)).to.deep.equal(
      failureAt(0),
    );
    expect(Date.now() - started).to.be.within(1_000, 1_900);
  });

  it('loses nothing and acknowledges exactly what was taken, whatever fails', async () => {
    const fault = fc.oneof(
      fc.uniqueArray(fc.nat(499)).map((refused) => ({ refused })),
      fc.constantFrom<RequestFault>('throttled', '503', 'reset', 'answer lost', 'one short', 'one more'),
      fc.constantFrom<RequestFault>('no entries', 'null entries', 'empty entries', 'no JSON'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_100 }),
        fc.array(fault, { maxLength: 6 }),
        async (n, faults) => {
          firehose.reset();
          firehose.faults = [...faults];
          const records = Array.from({ length: n }, (_, i) => upsert(i, ''));
          expect(await forwarder.invoke({ Records: records })).to.deep.equal({ batchItemFailures: [] });
          expect(new Set(positions(firehose.confirmed)).size).to.equal(n);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives back the lowest that is not taken, whichever are not', async () => {
    const never = fc.uniqueArray(fc.nat(699), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(never, async (positionsOfNever) => {
        firehose.reset();
        const bad = new Set(positionsOfNever);
        firehose.refuses = (record) => bad.has(positions([record])[0] ?? -1);
        const records = Array.from({ length: 700 }, (_, i) => upsert(i, ''));
        expect(await forwarder.invoke({ Records: records }, 500)).to.deep.equal(failureAt(Math.min(...bad)));
        const confirmed = positions(firehose.confirmed).sort((a, b) => a - b);
        expect(confirmed).to.deep.equal(records.map((_, i) => i).filter((i) => !bad.has(i)));
      }),
      { numRuns: 8 },
    );
  });

  it('leaves out what the filter excludes both before the change and after it', async () => {
    const filtered = load({ FILTER: '{"text":["yes",{"numeric":[">",5]}]}' });
    const item = (text: object) => ({ id: { S: 'a' }, text }) as ItemChange['keys'];
    const keys = { id: { S: 'a' } };
    const records = [
      streamsRecord({ keys, newImage: item({ S: 'yes' }), at: START }, 0),
      streamsRecord({ keys, newImage: item({ S: 'no' }), oldImage: item({ S: 'yes' }), at: START }, 1),
      streamsRecord({ keys, newImage: item({ N: '6' }), at: START }, 2),
      streamsRecord({ keys, oldImage: item({ S: 'yes' }), at: START }, 3),
      streamsRecord({ keys, oldImage: item({ S: 'no' }), at: START }, 4),
      streamsRecord({ keys, at: START }, 5),
      streamsRecord({ keys, newImage: item({ S: 'no' }), oldImage: item({ S: 'no' }), at: START }, 6),
    ];
    expect(await filtered.invoke({ Records: records })).to.deep.equal({ batchItemFailures: [] });
    expect(positions(firehose.taken)).to.deep.equal([0, 1, 2, 3, 5]);
    expect(filtered.logLines().at(-1)).to.include({ ArchiveDropped: 2, ArchiveLines: 5 });
  });

  it('writes items alone where a line is an item; deletes leave none', async () => {
    const items = load({ LINE: 'item' });
    await items.invoke({
      Records: [upsert(0, 'x'), streamsRecord({ keys: { id: { S: '0' } }, at: START }, 1)],
    });
    expect(lines()).to.deep.equal(['{"id":"0","text":"x"}\n']);
  });

  const mistakes: [string, Record<string, string>, RegExp][] = [
    ['no table', { TABLE_NAME: '' }, /TABLE_NAME is not set/],
    ['no delivery stream', { DELIVERY_STREAM_NAME: '' }, /DELIVERY_STREAM_NAME is not set/],
    ['another line', { LINE: 'items' }, /LINE is "items"\. It must be change or item/],
    ['another form of images', { IMAGES: 'xml' }, /IMAGES is "xml"\. It must be json or text/],
    ['a filter that is no JSON', { FILTER: '{' }, /FILTER is "\{"/],
    ['a filter that is no filter', { FILTER: '{"a":1}' }, /FILTER is/],
  ];
  for (const [what, environment, message] of mistakes) {
    it(`says so if it is given ${what}`, async () => {
      const failure = await failureOf(load(environment).invoke({ Records: [] }));
      expect(failure)
        .to.match(/^ConfigurationError/)
        .and.to.match(message);
    });
  }

  it('logs one line an invocation, with its metrics and without any content', async () => {
    const before = forwarder.logLines().length;
    const bad = streamsRecord({ ...change(1, ''), newImage: { hush: { N: 'hush' } } }, 1);
    await forwarder.invoke({ Records: [upsert(0, 'hush'), bad] });
    const logged = forwarder.logLines().slice(before);
    expect(logged).to.have.length(1);
    expect(logged[0]).to.include({
      TableName: 'lab-table',
      ArchiveChanges: 2,
      ArchiveLines: 1,
      ArchiveParked: 1,
    });
    expect(JSON.stringify(logged)).not.to.contain('hush');
  });

  it('tells why the last request failed, not only that the time was up', async () => {
    firehose.faults = Array.from({ length: 1_000 }, () => 'throttled');
    // Whether there is time for one more request when the last pause is over hangs on the moment.
    for (const remainingMs of [200, 230, 260, 290, 320, 350, 380, 410, 440, 470]) {
      await forwarder.invoke({ Records: Array.from({ length: 600 }, (_, i) => upsert(i, '')) }, remainingMs);
      expect(forwarder.logLines().at(-1)?.reason).to.match(/^Throttling/);
    }
  });

  async function lineOf(itemChange: ItemChange): Promise<string> {
    firehose.reset();
    expect(await forwarder.invoke({ Records: [streamsRecord(itemChange, 0)] })).to.deep.equal({
      batchItemFailures: [],
    });
    return lines().join('');
  }
});

function change(position: number, text: string, oldImage?: ItemChange['keys']): ItemChange {
  const keys = { id: { S: String(position) } };
  return {
    keys,
    newImage: { ...keys, text: { S: text } },
    at: START + position,
    ...(oldImage && { oldImage }),
  };
}

const upsert = (position: number, text: string) => streamsRecord(change(position, text), position);

const failureAt = (position: number) => ({
  batchItemFailures: [{ itemIdentifier: streamsSequenceNumber(position) }],
});

/** Where in the event the changes of these lines were. */
function positions(records: readonly { readonly data: Buffer }[]): number[] {
  return records.map(({ data }) => {
    const { sequenceNumber } = JSON.parse(data.toString('utf8'));
    return Number(BigInt(sequenceNumber) - BigInt(streamsSequenceNumber(0)));
  });
}

async function failureOf(invocation: Promise<unknown>): Promise<string> {
  return invocation.then(
    () => 'it did not fail',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}
