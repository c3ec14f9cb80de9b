import type { DynamoDBStreamEvent, KinesisStreamEvent } from 'aws-lambda';
import { encodeTwice, kinesisRecord, sequenceNumberAt } from '../__tests__/functions/kinesis-events';
import type { AttributeMap, AttributeValue } from '../functions/change/attribute-value';

/** The sizes of items that are measured; `changes` in a batch keep its event under Lambda's 6 MB. */
export const SIZES = {
  small: { changes: 1_000, item: smallItem },
  medium: { changes: 1_000, item: mediumItem },
  large: { changes: 160, item: largeItem },
} as const;

export type Size = keyof typeof SIZES;

/** `hot`: half of the changes are of 50 items (8 of a batch of 160). */
export type Load = 'distinct' | 'hot';

const START = 1_720_740_233_000_000;
const TABLE = 'lab-table';
export const STREAM_ARN = `arn:aws:dynamodb:us-east-1:123456789012:table/${TABLE}/stream/2024-07-11T00:00:00.000`;

interface BenchChange {
  readonly keys: AttributeMap;
  readonly newImage: AttributeMap;
  readonly oldImage: AttributeMap;
  readonly at: number;
}

/** The changes of one batch; batches of other numbers hold other items. */
function changes(size: Size, load: Load, batch: number): BenchChange[] {
  const { changes: count, item } = SIZES[size];
  const hot = Math.ceil(count / 20);
  return Array.from({ length: count }, (_, i) => {
    const at = batch * count + i;
    const id = load === 'hot' && i % 2 === 0 ? `hot-${(i / 2) % hot}` : `item-${at}`;
    const keys: AttributeMap = { id: { S: id } };
    return {
      keys,
      newImage: { ...keys, ...item(at) },
      oldImage: { ...keys, ...item(at + 7) },
      at: START + at,
    };
  });
}

export function kinesisEvent(size: Size, load: Load, batch: number): KinesisStreamEvent {
  return {
    Records: changes(size, load, batch).map(({ keys, newImage, oldImage, at }, i) =>
      kinesisRecord(
        {
          awsRegion: 'us-east-1',
          eventID: 'c9a5a5d0-6f3c-4d4e-9f0a-2f2b7c1d8e11',
          eventName: 'MODIFY',
          userIdentity: null,
          recordFormat: 'application/json',
          tableName: TABLE,
          dynamodb: {
            ApproximateCreationDateTime: at,
            Keys: keys,
            NewImage: encodeTwice(newImage),
            OldImage: encodeTwice(oldImage),
            SizeBytes: 1234,
            ApproximateCreationDateTimePrecision: 'MICROSECOND',
          },
          eventSource: 'aws:dynamodb',
        },
        i,
      ),
    ),
  };
}

/** The same changes as DynamoDB Streams delivers them. */
export function streamsEvent(size: Size, load: Load, batch: number): DynamoDBStreamEvent {
  return {
    Records: changes(size, load, batch).map(({ keys, newImage, oldImage, at }, i) => ({
      eventID: 'c81e728d9d4c2f636f067f89cc14862c',
      eventName: 'MODIFY' as const,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(at / 1e6),
        Keys: keys,
        NewImage: newImage,
        OldImage: oldImage,
        SequenceNumber: sequenceNumberAt(i),
        SizeBytes: 1234,
        StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
      },
      eventSourceARN: STREAM_ARN,
    })) as DynamoDBStreamEvent['Records'],
  };
}

function smallItem(n: number): AttributeMap {
  return {
    title: { S: `Order ${n} of the morning` },
    status: { S: ['open', 'paid', 'sent'][n % 3] ?? '' },
    customer: { S: `customer-${(n * 7919) % 10_000}` },
    price: { N: ((n % 10_000) / 100).toFixed(2) },
    quantity: { N: String(n % 17) },
    paid: { BOOL: n % 2 === 0 },
    tags: { SS: ['new', 'gift'] },
    placedAt: { S: `2024-07-11T23:${String(n % 60).padStart(2, '0')}:53.012Z` },
    address: { M: { street: { S: `Bahnhofstraße ${n % 90}` }, city: { S: 'Zürich' }, zip: { S: '8001' } } },
    reference: { S: `R-${(n * 104_729) % 1_000_003}-${text(n, 42)}` },
  };
}

function mediumItem(n: number): AttributeMap {
  return {
    ...smallItem(n),
    description: { S: text(n, 230) },
    lines: { L: Array.from({ length: 4 }, (_, i) => line(n + i)) },
    note: { S: `He said "soon",\nand meant ${n}.` },
    checksum: { B: Buffer.from(`checksum of order ${n}`).toString('base64') },
    deletedAt: { NULL: true },
  };
}

function largeItem(n: number): AttributeMap {
  return {
    ...mediumItem(n),
    body: { S: text(n + 1, 2_200) },
    lines: { L: Array.from({ length: 45 }, (_, i) => line(n + i)) },
    history: { L: Array.from({ length: 30 }, (_, i) => event(n + i)) },
  };
}

function line(n: number): AttributeValue {
  return {
    M: {
      sku: { S: `SKU-${n % 1_000}` },
      count: { N: String(n % 9) },
      price: { N: `${n % 100}.5` },
      size: { M: { width: { N: String(n % 50) }, height: { N: String(n % 30) } } },
      inStock: { BOOL: n % 3 > 0 },
    },
  };
}

function event(n: number): AttributeValue {
  return {
    M: {
      at: { N: String(1_720_740_233 + n) },
      by: { S: `clerk-${n % 40}` },
      what: { S: text(n, 30) },
    },
  };
}

const WORDS =
  'the quick brown fox jumps over a lazy dog while every good boy does fine in the old mill'.split(' ');

function text(n: number, length: number): string {
  let result = '';
  for (let i = n; result.length < length; i = (i * 31 + 7) % 1_000_003)
    result += `${WORDS[i % WORDS.length]} `;
  return result.slice(0, length);
}
