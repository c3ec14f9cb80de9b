import type { DynamoDBRecord } from 'aws-lambda';
import { expect } from 'chai';
import { decodeRecord } from '../../../functions/change/decode-record';
import { changeRecord, kinesisRecord } from '../kinesis-events';
import captured from './fixtures/kinesis-record.json';
import streamsEvent from './fixtures/streams-event.json';

const CHANGE = { keys: { id: { S: 'a' } }, newImage: { id: { S: 'a' } }, at: 1_720_740_233_012_995 };

describe('decoding a record', () => {
  it('reads a captured Kinesis record', () => {
    expect(decodeRecord(kinesisRecord(captured, 3), 3)).to.deep.equal({
      source: 'kinesis',
      table: 'foo',
      kind: 'upsert',
      keys: { pk: { S: 'a' } },
      newImage: { pk: { S: 'a' }, n: { N: '1' } },
      binaryEncoding: 'base64-twice',
      at: 1_720_740_233_012_995,
      precision: 'MICROSECOND',
      position: 3,
    });
  });

  it("reads the vendor's sample event of DynamoDB Streams", () => {
    const changes = streamsEvent.Records.map((record, i) => decodeRecord(record as DynamoDBRecord, i));
    expect(changes.map(({ kind, table, at }) => ({ kind, table, at }))).to.deep.equal([
      { kind: 'upsert', table: 'ExampleTableWithStream', at: 1_428_537_600_000_000 },
      { kind: 'upsert', table: 'ExampleTableWithStream', at: 1_428_537_600_000_000 },
      { kind: 'remove', table: 'ExampleTableWithStream', at: 1_428_537_600_000_000 },
    ]);
    expect(changes.map(({ binaryEncoding }) => binaryEncoding)).to.deep.equal(['base64', 'base64', 'base64']);
  });

  const times: [string, object, number][] = [
    [
      'microseconds, stated',
      {
        ApproximateCreationDateTime: 1_720_740_233_012_995,
        ApproximateCreationDateTimePrecision: 'MICROSECOND',
      },
      1_720_740_233_012_995,
    ],
    [
      'milliseconds, stated',
      { ApproximateCreationDateTime: 1_720_740_233_012, ApproximateCreationDateTimePrecision: 'MILLISECOND' },
      1_720_740_233_012_000,
    ],
    [
      'milliseconds of 2022, not stated',
      { ApproximateCreationDateTime: 1_643_000_000_123, ApproximateCreationDateTimePrecision: undefined },
      1_643_000_000_123_000,
    ],
    [
      'whole seconds, not stated',
      { ApproximateCreationDateTime: 1_643_000_000, ApproximateCreationDateTimePrecision: undefined },
      1_643_000_000_000_000,
    ],
  ];
  for (const [unit, time, at] of times) {
    it(`normalises ${unit}`, () => {
      expect(decodeRecord(kinesisRecord(withDynamodb(time), 0), 0).at).to.equal(at);
    });
  }

  const undecodable: [string, object | string | Buffer, RegExp][] = [
    ['text that is not JSON', 'hello', /not JSON/],
    ['nothing', '', /not JSON/],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /not UTF-8/],
    ['JSON that is no object', '[1]', /not a change/],
    ['null', 'null', /not a change/],
    ['another object', { hello: 1 }, /not a change/],
    ['no table', { ...changeRecord(CHANGE), tableName: undefined }, /tableName/],
    ['an unknown event name', { ...changeRecord(CHANGE), eventName: 'UPSERT' }, /eventName is "UPSERT"/],
    ['no keys', withDynamodb({ Keys: undefined }), /Keys is missing/],
    ['empty keys', withDynamodb({ Keys: {} }), /0 attributes/],
    ['a key of a wrong type', withDynamodb({ Keys: { id: { BOOL: true } } }), /neither S, N nor B/],
    ['an upsert with no new image', withDynamodb({ NewImage: undefined }), /NewImage is missing/],
    [
      'a number that is none',
      withDynamodb({ NewImage: { n: { N: 'NaN' } } }),
      /NewImage\.n is not a valid N/,
    ],
    ['a number that is no text', withDynamodb({ NewImage: { n: { N: 1 } } }), /NewImage\.n is not a valid N/],
    ['an unknown type', withDynamodb({ NewImage: { n: { X: '1' } } }), /unknown type descriptor "X"/],
    ['two types', withDynamodb({ NewImage: { n: { S: '1', N: '1' } } }), /2 type descriptors/],
    ['no type', withDynamodb({ NewImage: { n: {} } }), /0 type descriptors/],
    ['a plain value', withDynamodb({ NewImage: { n: 'x' } }), /NewImage\.n is "x", not a typed value/],
    [
      'a wrong element',
      withDynamodb({ NewImage: { l: { L: [{ S: 'a' }, { N: 'b' }] } } }),
      /NewImage\.l\[1\]/,
    ],
    ['a list that is none', withDynamodb({ NewImage: { l: { L: {} } } }), /not a valid L/],
    ['binary encoded once', withDynamodb({ NewImage: { b: { B: 'AAEC/w==' } } }), /not a valid B/],
    ['no time', withDynamodb({ ApproximateCreationDateTime: undefined }), /ApproximateCreationDateTime/],
    ['a time as text', withDynamodb({ ApproximateCreationDateTime: '1720740233012995' }), /not a positive/],
    ['a time that is negative', withDynamodb({ ApproximateCreationDateTime: -1 }), /not a positive/],
    [
      'an unknown precision',
      withDynamodb({ ApproximateCreationDateTimePrecision: 'NANOSECOND' }),
      /NANOSECOND/,
    ],
  ];
  for (const [what, data, message] of undecodable) {
    it(`refuses ${what}`, () => {
      expect(() => decodeRecord(kinesisRecord(data, 0), 0))
        .to.throw(message)
        .with.property('name', 'UndecodableError');
    });
  }

  it('refuses a megabyte of anything at once', () => {
    const began = Date.now();
    const parts = ['"', '\\"', '\\', '{', '"a":', 'x'];
    for (const part of parts) {
      const data = `{"dynamodb":{"a":"${part.repeat(1_000_000 / part.length)}`;
      expect(() => decodeRecord(kinesisRecord(data, 0), 0)).to.throw(/not JSON/);
    }
    expect(Date.now() - began).to.be.lessThan(2_000);
  });

  it('takes a stream without new images for a configuration error', () => {
    const [record] = streamsEvent.Records;
    const keysOnly = { ...record, dynamodb: { ...record?.dynamodb, StreamViewType: 'KEYS_ONLY' } };
    expect(() => decodeRecord(keysOnly as DynamoDBRecord, 0))
      .to.throw(/NEW_AND_OLD_IMAGES/)
      .with.property('name', 'ConfigurationError');
  });
});

function withDynamodb(change: object): object {
  const record = changeRecord(CHANGE) as { dynamodb: object };
  return { ...record, dynamodb: { ...record.dynamodb, ...change } };
}
