import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { PROJECT_ROOT } from '../../../local/paths';
import { handledInFreshProcess } from '../fresh-process';
import { readAll, serve } from '../http-server';
import { changeRecord, type ItemChange, kinesisRecord } from '../kinesis-events';
import { CREDENTIALS } from '../test-collection';

const START = 1_720_740_233_000_000;
const MIB = 1024 * 1024;

/** Lambda's largest event. */
const MAX_EVENT_BYTES = 6 * MIB;
/** DynamoDB's largest item is 400 KB, its name and keys included. */
const LARGE = 'x'.repeat(390_000);

describe('search-indexer with large events', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'large-event-'));
  const zip = unzipSync(readFileSync(join(PROJECT_ROOT, 'dist', 'functions', 'search-indexer.zip')));
  for (const [file, bytes] of Object.entries(zip)) writeFileSync(join(folder, file), bytes);
  after(() => rmSync(folder, { recursive: true, force: true }));

  const events: [string, (i: number) => string, indices?: number, changes?: number][] = [
    ['a batch of the default size', (i) => `text ${i} `.repeat(20), 1, 1_000],
    ['thousands of small changes', () => ''],
    ['thousands of small changes of three indices', () => '', 3],
    ['items of 390 KB among small ones', (i) => (i % 40 === 0 ? LARGE : `small ${i}`)],
    ['items of 390 KB only', () => LARGE],
    ['items of 390 KB of three indices', () => LARGE, 3],
    ['items that fill bodies in many ways', (i) => 'é'.repeat((i * 7_919) % 60_000)],
  ];
  for (const [what, textOf, indices = 1, changes = 10_000] of events) {
    it(`takes ${what} in bodies of 5 MiB at most, within 256 MB`, async () => {
      const event = join(folder, 'event.json');
      const count = writeEvent(event, textOf, changes);
      const damaged: string[] = [];
      const bodies: { bytes: number; documents: number }[] = [];
      const sink = await serve(async (request, response) => {
        const lines = (await readAll(request)).toString('utf8').split('\n').slice(0, -1);
        const documents = lines.length / 2;
        for (const line of lines.filter((_, i) => i % 2 === 1)) {
          const { id, text = '' } = JSON.parse(line);
          if (text !== textOf(Number(id))) damaged.push(id);
        }
        bodies.push({ bytes: Buffer.byteLength(lines.join('\n')) + 1, documents });
        response.end(JSON.stringify({ items: Array(documents).fill({ index: { status: 200 } }) }));
      });
      try {
        const { result, maxRssMb } = await handled(join(folder, 'index.js'), event, sink.url, indices);
        expect(result.batchItemFailures).to.deep.equal([]);
        expect(damaged).to.deep.equal([]);
        expect(bodies.reduce((sum, { documents }) => sum + documents, 0)).to.equal(indices * count);
        expect(Math.max(...bodies.map(({ bytes }) => bytes))).to.be.at.most(5 * MIB);
        expect(maxRssMb).to.be.lessThan(256);
      } finally {
        await sink.close();
      }
    });
  }

  it('sends a body that was throttled again as it was', async () => {
    const event = join(folder, 'event.json');
    const count = writeEvent(event, (i) => `text ${i}`, 1_000);
    const wrong: string[] = [];
    const documents: number[] = [];
    const sink = await serve(async (request, response) => {
      const lines = (await readAll(request)).toString('utf8').split('\n').slice(0, -1);
      for (const line of lines.filter((_, i) => i % 2 === 1)) {
        const id = /"id":"(\d+)"/.exec(line)?.[1];
        if (!line.startsWith(`{"id":"${id}","text":"text ${id}",`)) wrong.push(line);
      }
      documents.push(lines.length / 2);
      const status = documents.length === 1 ? 429 : 200;
      response.end(JSON.stringify({ items: Array(lines.length / 2).fill({ index: { status } }) }));
    });
    try {
      const { result } = await handled(join(folder, 'index.js'), event, sink.url, 1);
      expect(result.batchItemFailures).to.deep.equal([]);
      expect(wrong).to.deep.equal([]);
      expect(documents.slice(1).reduce((sum, n) => sum + n, 0)).to.equal(count);
    } finally {
      await sink.close();
    }
  });
});

/** As many changes as an event holds, up to a number. @returns how many */
function writeEvent(file: string, textOf: (i: number) => string, atMost: number): number {
  const records: string[] = [];
  let bytes = 0;
  for (let i = 0; records.length < atMost; i++) {
    const keys = { id: { S: `${i}` } };
    const text = textOf(i);
    const change: ItemChange = {
      keys,
      newImage: text ? { ...keys, text: { S: text } } : keys,
      at: START + i,
    };
    const record = JSON.stringify(kinesisRecord(changeRecord(change), i));
    bytes += record.length + 1;
    if (bytes > MAX_EVENT_BYTES) break;
    records.push(record);
  }
  writeFileSync(file, `{"Records":[${records.join(',')}]}`);
  return records.length;
}

async function handled(index: string, event: string, endpoint: string, indices: number) {
  return handledInFreshProcess<{ readonly batchItemFailures: object[] }>(index, event, {
    ...CREDENTIALS,
    AWS_REGION: 'us-east-1',
    TABLE_NAME: 'lab-table',
    SEARCH_ENDPOINT: endpoint,
    ROUTES: JSON.stringify(Array.from({ length: indices }, (_, i) => ({ index: `items-${i}` }))),
    PARKING_BUCKET: 'parking',
    PARKING_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/parking',
  });
}
