import { expect } from 'chai';
import { canaryData } from '../../../functions/archive/canary';
import type { AttributeMap } from '../../../functions/change/attribute-value';
import { BuiltFunction } from '../built-function';
import { FaultyProxy } from '../faulty-proxy';
import {
  changeRecord,
  type ItemChange,
  kinesisEvent,
  kinesisRecord,
  sequenceNumberAt,
} from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { TestCollection } from '../test-collection';
import { loadIndexer } from './load-indexer';

const INDEX = `refusals-${process.pid}`;
const START = 1_720_740_233_000_000;

/** Refuses an item whose `n` is not a number. */
const STRICT = { mappings: { properties: { n: { type: 'long' } } } };

describe('search-indexer, refused', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let proxy: FaultyProxy;
  let parking: ParkingService;
  let indexer: BuiltFunction;

  before(async function () {
    collection = await TestCollection.start(this);
    proxy = await FaultyProxy.start(collection);
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: proxy.url, index: INDEX, parking });
  });
  after(async () => {
    await indexer?.close();
    await proxy?.close();
    await parking?.close();
    await collection?.close();
  });
  beforeEach(async () => {
    parking.reset();
    proxy.refuseWith = undefined;
    proxy.refuseBodies = undefined;
    await collection.createIndex(INDEX, STRICT);
  });
  afterEach(() => collection.deleteIndex(INDEX));

  const denials: [string, number, object, RegExp][] = [
    ['401', 401, { message: 'Unauthorized' }, /network policy/],
    [
      '403',
      403,
      {
        status: 403,
        error: {
          type: 'authorization_exception',
          reason: 'User does not have permissions for the requested resource',
        },
      },
      /User does not have permissions.*data access policy that grants it aoss:WriteDocument/,
    ],
    ['403 with no body', 403, {}, /aoss:APIAccessAll/],
    [
      '403 for each item',
      200,
      {
        errors: true,
        items: [
          { index: { status: 403, error: { type: 'authorization_exception', reason: 'no' } } },
          { index: { status: 403, error: { type: 'authorization_exception', reason: 'no' } } },
        ],
      },
      /data access policy/,
    ],
    ['404 of something else', 404, { error: 'Not Found' }, /SEARCH_ENDPOINT/],
  ];
  for (const [what, status, body, message] of denials) {
    it(`with ${what} acknowledges nothing, parks nothing, and says what to mend`, async () => {
      proxy.refuseWith = { status, body };
      const event = {
        Records: [upsert(0, { n: { N: '1' } }), kinesisRecord('garbage', 1), upsert(2, { n: { N: '2' } })],
      };
      const failure = await indexer.invoke(event).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure?.message).to.match(message);
      expect(failure?.message).to.contain('No change was acknowledged and none was parked');
      expect(parking.objects.size).to.equal(0);
    });
  }

  it('parks a document that the index refuses, once and whole, and writes the others', async () => {
    const poison = upsert(1, { n: { S: 'not a number' } });
    const event = { Records: [upsert(0, { n: { N: '1' } }), poison, upsert(2, { n: { N: '2' } })] };
    expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
    expect((await documents()).map(({ id, n }) => [id, n])).to.deep.equal([
      ['0', 1],
      ['1', undefined],
      ['2', 2],
    ]);
    const [[key, parked] = []] = parking.objects;
    expect(parking.objects.size).to.equal(1);
    expect(key).to.match(
      /^\/parking\/parked\/stream\/kinesis-stream-data-lab\/shardId-000000000006\/\d+\.json$/,
    );
    expect(parked?.reason).to.equal('refused');
    expect(parked?.record).to.deep.equal(poison);
    expect(parked?.error).to.have.property('type', 'mapper_parsing_exception');
    expect(parked?.error).to.have.nested.property('caused_by.reason', 'For input string: "not a number"');
    expect(parking.messages).to.deep.equal([
      {
        bucket: 'parking',
        key: key?.replace('/parking/', ''),
        reason: 'refused',
        position: parked?.position,
      },
    ]);
  });

  it('leaves no older version of a refused item in the index, and takes the next good one', async () => {
    await indexer.invoke(kinesisEvent([change('a', START, { n: { N: '1' } })]));
    await indexer.invoke(kinesisEvent([change('a', START + 1, { n: { S: 'x' } })]));
    const [marker] = await documents();
    expect(marker).to.deep.equal({
      id: 'a',
      _cdc: { id: 'S=a', at: START + 1, refused: 'mapper_parsing_exception', item: { id: 'a', n: 'x' } },
    });
    await indexer.invoke(kinesisEvent([change('a', START + 2, { n: { N: '3' } })]));
    expect(await documents()).to.deep.equal([{ id: 'a', n: 3, _cdc: { id: 'S=a', at: START + 2 } }]);
  });

  it('parks what it cannot decode, and what is of another table, beside writing the rest', async () => {
    const foreign = kinesisRecord(changeRecord({ ...change('f', START, {}), table: 'other-table' }), 2);
    const event = {
      Records: [kinesisRecord('not JSON', 0), kinesisRecord({ hello: 1 }, 1), foreign, upsert(3, {})],
    };
    expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
    expect([...parking.objects.values()].map(({ reason }) => reason)).to.have.members([
      'undecodable',
      'undecodable',
      'foreign',
    ]);
    expect(parking.messages.length).to.equal(3);
    expect((await documents()).map(({ id }) => id)).to.deep.equal(['3']);
  });

  for (const down of ['s3', 'sqs'] as const) {
    it(`does not acknowledge what it cannot park while ${down} is down, and parks it afterwards`, async () => {
      parking.down = down;
      const event = { Records: [upsert(0, {}), kinesisRecord('garbage', 1), upsert(2, {})] };
      expect(await indexer.invoke(event)).to.deep.equal({
        batchItemFailures: [{ itemIdentifier: sequenceNumberAt(1) }],
      });
      expect((await documents()).length).to.equal(2);
      parking.down = undefined;
      expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      expect(parking.objects.size).to.equal(1);
    });
  }

  it('acknowledges no copy of a change that it cannot park', async () => {
    parking.down = 's3';
    const poison = changeRecord(change('a', START, { n: { S: 'not a number' } }));
    const event = { Records: [upsert(0, {}), kinesisRecord(poison, 1), kinesisRecord(poison, 2)] };
    expect(await indexer.invoke(event)).to.deep.equal({
      batchItemFailures: [{ itemIdentifier: sequenceNumberAt(1) }],
    });
  });

  it('gives the lowest unfinished record back, well before its time is up', async () => {
    proxy.faults = Array(50).fill('throttled items');
    const started = Date.now();
    const result = await indexer.invoke({ Records: [upsert(0, {}), upsert(1, {}), upsert(2, {})] }, 2_000);
    proxy.faults = [];
    expect(result).to.deep.equal({ batchItemFailures: [{ itemIdentifier: sequenceNumberAt(0) }] });
    expect(Date.now() - started).to.be.lessThan(1_900);
  });

  it('logs one line an invocation, with its metrics and without any content', async () => {
    const before = indexer.logLines().length;
    await indexer.invoke({
      Records: [upsert(0, { secret: { S: 'hush' } }), upsert(1, { n: { S: 'hush' } })],
    });
    const lines = indexer.logLines().slice(before);
    expect(lines.length).to.equal(1);
    expect(lines[0]).to.include({ TableName: 'lab-table', Changes: 2, Applied: 1, Parked: 1, Stale: 0 });
    expect(JSON.stringify(lines)).not.to.contain('hush');
  });

  const quotes: [string, AttributeMap][] = [
    ['a value', { n: { S: 'Document ID is not supported' } }],
    ['a name', { 'no write index is defined for alias': { S: 'x' }, n: { S: 'x' } }],
    ['a mapping conflict', { n: { S: 'mapper [price] cannot be changed from type [long] to [text]' } }],
  ];
  for (const [what, attributes] of quotes) {
    it(`parks a document that speaks as the engine does, in ${what}`, async () => {
      expect(await indexer.invoke({ Records: [upsert(0, attributes)] })).to.deep.equal({
        batchItemFailures: [],
      });
      expect(parking.objects.size).to.equal(1);
      expect(await collection.engine('GET', `/${INDEX}/_mapping`)).not.to.contain('price');
    });
  }

  const hostile: [string, object | string][] = [
    ['a number of 500,000 digits', withContent({ n: { N: `${'1'.repeat(500_000)}x` } })],
    ['an event name of 10,000 levels', `{"tableName":"lab-table","eventName":${deep(10_000)},"dynamodb":{}}`],
    [
      'a time of 10,000 levels',
      `{"tableName":"lab-table","eventName":"REMOVE","dynamodb":{"Keys":{"id":{"S":"a"}},"ApproximateCreationDateTime":${deep(10_000)}}}`,
    ],
    [
      'an image of 10,000 levels',
      `{"tableName":"lab-table","eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"a"}},"NewImage":${deep(10_000)}}}`,
    ],
  ];
  for (const [what, data] of hostile) {
    it(`parks ${what} at once`, async () => {
      const started = Date.now();
      expect(await indexer.invoke({ Records: [kinesisRecord(data, 0)] })).to.deep.equal({
        batchItemFailures: [],
      });
      expect([...parking.objects.values()].map(({ reason }) => reason)).to.deep.equal(['undecodable']);
      expect(Date.now() - started).to.be.lessThan(2_000);
    });
  }

  it('passes over the canaries of an archive that reads the same stream', async () => {
    const canary = kinesisRecord(canaryData('0e5c').toString(), 0);
    expect(await indexer.invoke({ Records: [canary, upsert(1, { n: { N: '1' } })] })).to.deep.equal({
      batchItemFailures: [],
    });
    expect(parking.objects.size).to.equal(0);
  });

  it('ends within its time when there is much to park and S3 hangs', async () => {
    parking.down = 'hanging s3';
    const started = Date.now();
    const Records = Array.from({ length: 1_000 }, (_, i) => kinesisRecord('garbage', i));
    expect(await indexer.invoke({ Records }, 3_000)).to.deep.equal({
      batchItemFailures: [{ itemIdentifier: sequenceNumberAt(0) }],
    });
    expect(Date.now() - started).to.be.lessThan(3_000);
  });

  it('holds everything back when every request is refused, whatever it holds', async () => {
    proxy.refuseWith = {
      status: 400,
      body: { error: { type: 'illegal_argument_exception', reason: 'unrecognized parameter' } },
    };
    const failure = await indexer.invoke({ Records: [upsert(0, {}), upsert(1, {})] }).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).to.contain('SEARCH_ENDPOINT');
    expect(parking.objects.size).to.equal(0);
  });

  for (const [what, hours] of [
    ['ahead', 1],
    ['behind', -1],
  ] as const) {
    it(`signs by the collection's clock when its own is an hour ${what}`, async () => {
      const clockOffsetMs = hours * 3_600_000;
      const other = loadIndexer({ endpoint: proxy.url, index: INDEX, parking, clockOffsetMs });
      try {
        expect(await other.invoke({ Records: [upsert(0, {})] })).to.deep.equal({ batchItemFailures: [] });
      } finally {
        await other.close();
      }
      expect((await documents()).length).to.equal(1);
    });
  }

  for (const [status, body, reason] of [
    [
      400,
      { error: { type: 'illegal_argument_exception', reason: 'bad line' } },
      'illegal_argument_exception',
    ],
    [413, {}, 'too_large'],
  ] as const) {
    it(`finds the one document for which a whole request is refused with ${status}`, async () => {
      proxy.refuseBodies = { containing: 'poison', status, body };
      const event = {
        Records: Array.from({ length: 9 }, (_, i) => upsert(i, i === 5 ? { t: { S: 'poison' } } : {})),
      };
      expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      expect([...parking.objects.values()].map(({ record }) => record)).to.deep.equal([event.Records[5]]);
      const refused = (await documents()).filter((document) => JSON.stringify(document).includes('refused'));
      expect(refused).to.deep.equal([{ _cdc: { id: 'S=5', at: START + 5, refused: reason } }]);
      expect((await documents()).length).to.equal(9);
    });
  }

  describe('without markers', () => {
    let unmarking: BuiltFunction;

    before(() => {
      unmarking = loadIndexer({ endpoint: proxy.url, index: INDEX, parking, markRefused: false });
    });
    after(() => unmarking?.close());

    it('only parks a refused item: its older version stays until the next good one', async () => {
      await unmarking.invoke(kinesisEvent([change('a', START, { n: { N: '1' } })]));
      const refused = kinesisEvent([
        change('a', START + 1, { n: { S: 'x' } }),
        change('b', START, { n: { S: 'x' } }),
        change('c', START, { n: { N: '1' } }),
      ]);
      expect(await unmarking.invoke(refused)).to.deep.equal({ batchItemFailures: [] });
      expect([...parking.objects.values()].map(({ record }) => record)).to.have.deep.members(
        refused.Records.slice(0, 2),
      );
      const c = { id: 'c', n: 1, _cdc: { id: 'S=c', at: START } };
      expect(await documents()).to.deep.equal([{ id: 'a', n: 1, _cdc: { id: 'S=a', at: START } }, c]);
      await unmarking.invoke(kinesisEvent([change('a', START + 2, { n: { N: '3' } })]));
      expect(await documents()).to.deep.equal([{ id: 'a', n: 3, _cdc: { id: 'S=a', at: START + 2 } }, c]);
    });

    it('parks the one document for which a whole request is refused, also when it is alone', async () => {
      proxy.refuseBodies = { containing: 'poison', status: 413, body: {} };
      const event = { Records: [upsert(0, { t: { S: 'poison' } })] };
      expect(await unmarking.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      expect([...parking.objects.values()].map(({ record }) => record)).to.deep.equal(event.Records);
      expect(await documents()).to.deep.equal([]);
    });

    it('holds everything back when every request is refused, whatever it holds', async () => {
      proxy.refuseWith = { status: 413, body: {} };
      const failure = await unmarking.invoke({ Records: [upsert(0, {}), upsert(1, {})] }).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure?.message).to.contain('SEARCH_ENDPOINT');
      expect(parking.objects.size).to.equal(0);
    });

    it('takes no other setting than true or false', async () => {
      const environment = { ...parking.environment(), TABLE_NAME: 't', SEARCH_ENDPOINT: proxy.url };
      const mistaken = BuiltFunction.load('search-indexer', {
        ...environment,
        SEARCH_INDEX: INDEX,
        MARK_REFUSED: 'no',
      });
      const failure = await mistaken.invoke({ Records: [] }).then(
        () => undefined,
        (error: Error) => error,
      );
      await mistaken.close();
      expect(failure?.message).to.equal(
        'The environment variable MARK_REFUSED is "no". It must be true or false.',
      );
    });
  });

  async function documents(): Promise<Record<string, unknown>[]> {
    return (await collection.documents(INDEX))
      .map((text) => JSON.parse(text))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
});

function change(id: string, at: number, attributes: AttributeMap): ItemChange {
  const keys: AttributeMap = { id: { S: id } };
  return { keys, newImage: { ...keys, ...attributes }, at };
}

function withContent(attributes: AttributeMap): object {
  return changeRecord(change('a', START, attributes));
}

function deep(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function upsert(position: number, attributes: AttributeMap) {
  return kinesisRecord(changeRecord(change(String(position), START + position, attributes)), position);
}
