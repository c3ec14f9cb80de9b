import type { FirehoseTransformationResult } from 'aws-lambda';
import { expect } from 'chai';
import fc from 'fast-check';
import { isLosslessNumber, parse } from 'lossless-json';
import type { AttributeMap, AttributeValue } from '../../../functions/change/attribute-value';
import { item, keyValue } from '../arbitrary-items';
import { BuiltFunction } from '../built-function';
import { firehoseChanges } from '../firehose-events';
import { type ItemChange, sequenceNumberAt } from '../kinesis-events';
import { RecordService } from '../record-service';
import { streamsRecord, streamsSequenceNumber } from '../streams-events';
import { CREDENTIALS } from '../test-collection';

const START = 1_720_740_233_000_000;

const change: fc.Arbitrary<ItemChange> = fc
  .record({
    eventName: fc.constantFrom('INSERT', 'MODIFY', 'REMOVE'),
    keys: fc.oneof(fc.record({ pk: keyValue }), fc.record({ pk: keyValue, '.sk': keyValue })),
    newImage: item,
    oldImage: item,
    at: fc.nat(1_000_000_000).map((past) => START + past),
  })
  .map(({ eventName, newImage, oldImage, ...rest }) => ({
    ...rest,
    eventName,
    ...(eventName !== 'REMOVE' && { newImage }),
    ...(eventName !== 'INSERT' && { oldImage }),
  }));

describe('archive lines', function () {
  this.timeout(60_000);
  let firehose: RecordService;
  let transformers: readonly BuiltFunction[];
  let forwarder: BuiltFunction;

  before(async () => {
    firehose = await RecordService.start();
    const environment = { ...CREDENTIALS, TABLE_NAME: 'lab-table', CANARY_BUCKET: 'archive' };
    transformers = ['json', 'text'].map((IMAGES) =>
      BuiltFunction.load('firehose-transformer', { ...environment, IMAGES }),
    );
    forwarder = BuiltFunction.load('firehose-forwarder', {
      ...environment,
      AWS_ENDPOINT_URL: firehose.url,
      DELIVERY_STREAM_NAME: 'archive',
      PARKING_BUCKET: 'parking',
      PARKING_QUEUE_URL: `${firehose.url}/parking`,
    });
  });
  after(async () => {
    await Promise.all([...transformers, forwarder].map((built) => built.close()));
    await firehose?.close();
  });

  it('have every digit, name and byte of any item, from Kinesis, as JSON and as texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        for (const [i, transformer] of transformers.entries()) {
          const answer = (await transformer.invoke(firehoseChanges(changes))) as FirehoseTransformationResult;
          const lines = answer.records.map(({ data = '' }) => Buffer.from(data, 'base64').toString('utf8'));
          expectLines(lines, changes, sequenceNumberAt, i === 1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('have them from DynamoDB Streams too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        firehose.reset();
        const answer = await forwarder.invoke({ Records: changes.map(streamsRecord) });
        expect(answer).to.deep.equal({ batchItemFailures: [] });
        const lines = firehose.taken.map(({ data }) => data.toString('utf8'));
        const inSeconds = changes.map(({ at, ...rest }) => ({ ...rest, at: Math.floor(at / 1e6) * 1e6 }));
        expectLines(lines, inSeconds, streamsSequenceNumber, false);
      }),
      { numRuns: 100 },
    );
  });
});

function expectLines(
  lines: readonly string[],
  changes: readonly ItemChange[],
  sequenceNumberOf: (position: number) => string,
  asTexts: boolean,
): void {
  expect(lines).to.have.length(changes.length);
  for (const [i, { eventName, keys, newImage, oldImage, at }] of changes.entries()) {
    const line = lines[i] ?? '';
    expect(line.indexOf('\n')).to.equal(line.length - 1);
    const content = parse(line) as Record<string, unknown>;
    expect(Object.keys(content)).to.deep.equal([
      'eventName',
      'table',
      'at',
      'sequenceNumber',
      'keys',
      'new',
      'old',
    ]);
    const image = (member: string) => {
      const value = content[member];
      return asTexts && typeof value === 'string' ? parse(value) : value;
    };
    expect(asTexts ? typeof content.keys : 'string').to.equal('string');
    const { table, sequenceNumber } = content;
    expect({ eventName: content.eventName, table, sequenceNumber, at: String(content.at) }).to.deep.equal({
      eventName,
      table: 'lab-table',
      sequenceNumber: sequenceNumberOf(i),
      at: String(at),
    });
    expect(digits(image('keys'))).to.deep.equal(plain(keys));
    expect(digits(image('new'))).to.deep.equal(newImage ? plain(newImage) : null);
    expect(digits(image('old'))).to.deep.equal(oldImage ? plain(oldImage) : null);
  }
}

/** A number, told apart from text. */
const number = (text: string): object => ({ number: text });

function digits(value: unknown): unknown {
  if (isLosslessNumber(value)) return number(value.value);
  if (Array.isArray(value)) return value.map(digits);
  if (typeof value !== 'object' || value === null) return value;
  return { map: Object.entries(value).map(([name, content]) => [name, digits(content)]) };
}

/** An item as it should be; of maps the order of their members too. */
function plain(map: AttributeMap): object {
  return { map: Object.entries(map).map(([name, value]) => [name, plainValue(value)]) };
}

function plainValue(value: AttributeValue): unknown {
  if ('S' in value) return value.S;
  if ('N' in value) return number(value.N);
  if ('B' in value) return value.B;
  if ('BOOL' in value) return value.BOOL;
  if ('NULL' in value) return null;
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS.map(number);
  if ('BS' in value) return value.BS;
  if ('L' in value) return value.L.map(plainValue);
  return plain(value.M);
}
