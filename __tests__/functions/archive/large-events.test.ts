import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { PROJECT_ROOT } from '../../../local/paths';
import { firehoseRecord } from '../firehose-events';
import { handledInFreshProcess } from '../fresh-process';
import { changeRecord, type ItemChange } from '../kinesis-events';
import { RecordService } from '../record-service';
import { streamsRecord } from '../streams-events';
import { CREDENTIALS } from '../test-collection';

const START = 1_720_740_233_000_000;
const MIB = 1024 * 1024;
const MAX_EVENT_BYTES = 6 * MIB;

describe('the functions of archives with events of 6 MB', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'large-archive-events-'));
  const event = join(folder, 'event.json');
  let service: RecordService;
  before(async () => {
    service = await RecordService.start();
  });
  beforeEach(() => service.reset());
  after(async () => {
    await service?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const texts: [string, (i: number) => string][] = [
    ['thousands of small changes', () => ''],
    ['items of 390 KB', () => 'x'.repeat(390_000)],
    ['items of quotes', () => '"'.repeat(150_000)],
    ['items of control characters', () => '\u0001'.repeat(60_000)],
  ];
  for (const [what, textOf] of texts) {
    it(`transforms ${what} within 256 MB`, async () => {
      const changes = changesOf(textOf, (change, i) => firehoseRecord(changeRecord(change), i));
      const sourceKinesisStreamArn = 'arn:aws:kinesis:us-east-1:123456789012:stream/changes';
      writeFileSync(event, JSON.stringify({ sourceKinesisStreamArn, records: changes }));
      const { result, maxRssMb } = await handled<{ records: { result: string }[] }>('firehose-transformer');
      const fates = result.records.map((record) => record.result);
      expect(fates).to.have.length(changes.length);
      expect(new Set(fates)).not.to.include('ProcessingFailed');
      expect(fates.filter((fate) => fate === 'Dropped')).to.have.length(service.taken.length);
      expect(Buffer.byteLength(JSON.stringify(result))).to.be.at.most(6_000_000);
      expect(maxRssMb).to.be.lessThan(256);
    });

    it(`forwards ${what} within 256 MB`, async () => {
      const changes = changesOf(textOf, streamsRecord);
      writeFileSync(event, JSON.stringify({ Records: changes }));
      const { result, maxRssMb } = await handled('firehose-forwarder');
      expect(result).to.deep.equal({ batchItemFailures: [] });
      expect(service.taken).to.have.length(changes.length);
      expect(maxRssMb).to.be.lessThan(256);
    });
  }

  function handled<T>(name: string) {
    const zip = unzipSync(readFileSync(join(PROJECT_ROOT, 'dist', 'functions', `${name}.zip`)));
    for (const [file, bytes] of Object.entries(zip)) writeFileSync(join(folder, file), bytes);
    return handledInFreshProcess<T>(join(folder, 'index.js'), event, {
      ...CREDENTIALS,
      AWS_REGION: 'us-east-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: service.url,
      TABLE_NAME: 'lab-table',
      IMAGES: 'text',
      CANARY_BUCKET: 'archive',
      DELIVERY_STREAM_NAME: 'archive',
      PARKING_BUCKET: 'parking',
      PARKING_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/parking',
    });
  }
});

/** As many records as an event holds, up to Lambda's 10,000. */
function changesOf<T>(textOf: (i: number) => string, record: (change: ItemChange, i: number) => T): T[] {
  const records: T[] = [];
  let bytes = 1_000;
  for (let i = 0; i < 10_000; i++) {
    const keys = { id: { S: String(i) } };
    const each = record(
      { keys, newImage: { ...keys, text: { S: textOf(i) } }, oldImage: keys, at: START + i },
      i,
    );
    bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
    if (bytes > MAX_EVENT_BYTES) break;
    records.push(each);
  }
  return records;
}
