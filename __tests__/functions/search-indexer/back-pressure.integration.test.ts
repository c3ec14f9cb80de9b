import { expect } from 'chai';
import type { BuiltFunction } from '../built-function';
import { kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { type SeenRequest, type Throttling, ThrottlingSink } from '../throttling-sink';
import { loadIndexer } from './load-indexer';

const START = 1_720_740_233_000_000;
const BATCH = 1_000;
const MAX_BODY_BYTES = 5 * 1024 * 1024;

describe('search-indexer before a collection that throttles', function () {
  this.timeout(60_000);
  let sink: ThrottlingSink;
  let parking: ParkingService;
  let indexer: BuiltFunction;
  let sent: number;

  beforeEach(async () => {
    sink = await ThrottlingSink.start();
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: sink.url, index: 'items', parking });
    sent = 0;
  });
  afterEach(async () => {
    await indexer.close();
    await sink.close();
    await parking.close();
  });

  const throttlings: Throttling[] = [
    { of: 'requests', status: 429 },
    { of: 'requests', status: 503 },
    { of: 'items', status: 402 },
  ];
  for (const throttling of throttlings) {
    it(`slows down while it refuses ${throttling.of} with ${throttling.status}, then recovers`, async () => {
      sink.throttling = throttling;
      await deliver(1);
      expect(sink.requests.length).to.equal(1);
      expect(lastLine()).to.include({ Throttled: 0, PausedMs: 0, BulkLimitBytes: MAX_BODY_BYTES });
      const whole = sizes(sink.requests)[0] ?? 0;

      sink.perSecond = 2_000;
      await deliver(4);
      const slow = sink.requests.slice(1);
      const refused = slow.filter((request) => request.refused);
      expect(refused.length).to.be.within(1, slow.length / 3);
      expect(Math.min(...sizes(slow))).to.be.lessThan(whole / 3);
      // Each request was one of the function's own.
      expect(sum('BulkRequests')).to.equal(sink.requests.length);
      expect(sum('Throttled')).to.equal(refused.length);
      expect(Math.min(...pausesAfterRefusals(sink.requests))).to.be.greaterThan(100);
      expect(lastLine().BulkLimitBytes).to.be.lessThan(whole);
      expect(lastLine().PausedMs).to.be.greaterThan(100);

      sink.perSecond = Number.POSITIVE_INFINITY;
      const before = sink.requests.length;
      for (let i = 0; i < 20 && Number(lastLine().BulkLimitBytes) < whole * 1.1; i++) await deliver(1);
      const recovered = sink.requests.slice(before);
      expect(recovered.filter((request) => request.refused)).to.deep.equal([]);
      await deliver(1);
      expect(lastLine()).to.include({ BulkRequests: 1, Throttled: 0 });
      expect(sink.requests.at(-1)?.bytes).to.be.within(whole * 0.9, whole * 1.1);
      expect(sink.taken.size).to.equal(sent);
    });
  }

  it('goes on at the pace that the last invocation learnt', async () => {
    sink.perSecond = 2_000;
    await deliver(1);
    const learnt = Number(lastLine().BulkLimitBytes);
    const before = sink.requests.length;
    await deliver(1);
    expect(sink.requests[before]?.bytes).to.be.within(learnt / 2, learnt);
  });

  it('sends nothing more of a batch after a refusal until it has waited', async () => {
    sink.perSecond = 0;
    const { batchItemFailures } = await invoke(largeItems(20), 2_000);
    expect(batchItemFailures.length).to.equal(1);
    expect(Math.min(...pausesAfterRefusals(sink.requests))).to.be.greaterThan(100);
    expect(sink.requests.length).to.be.lessThan(10);
    expect(lastLine()).to.include({ Unfinished: 20, Throttled: sink.requests.length });
  });

  it('waits with the other half of a body that is too large, when the one is throttled', async () => {
    sink.maxBodyBytes = 200_000;
    sink.perSecond = 0;
    await invoke(items(BATCH), 2_000);
    const small = sink.requests.filter(({ bytes }) => bytes <= sink.maxBodyBytes);
    expect(small.length).to.be.within(2, sink.requests.length - 1);
    expect(Math.min(...pausesAfterRefusals(small))).to.be.greaterThan(100);
  });

  it('leaves no retry to the client, which would send again at once when a connection breaks', async () => {
    sink.resets = true;
    await invoke(items(1), 2_000);
    expect(sink.requests.length).to.be.greaterThan(1);
    expect(sum('BulkRequests')).to.equal(sink.requests.length);
  });

  it('never waits past its time, however small that is', async () => {
    await deliver(1);
    sink.perSecond = 0;
    for (const remainingMs of [300, 1_000, 3_000]) {
      const started = Date.now();
      const { batchItemFailures } = await invoke(items(BATCH), remainingMs);
      expect(batchItemFailures.length).to.equal(1);
      expect(Date.now() - started).to.be.lessThan(remainingMs);
    }
  });

  it('acknowledges the earliest changes of a batch that it cannot finish', async () => {
    sink.throttling = { of: 'items', status: 429 };
    sink.perSecond = 400;
    const event = kinesisEvent(items(BATCH));
    const { batchItemFailures } = await invoke(items(BATCH), 3_000);
    const [failure] = batchItemFailures;
    const unfinished = event.Records.findIndex(
      ({ kinesis }) => kinesis.sequenceNumber === failure?.itemIdentifier,
    );
    expect(unfinished).to.equal(sink.taken.size);
    expect(unfinished).to.be.greaterThan(100);
  });

  it('learns the size that a collection takes, and neither slows down for it nor asks again', async () => {
    sink.maxBodyBytes = 100_000;
    await deliver(1);
    const refused = sink.requests.filter((request) => request.refused).length;
    expect(refused).to.be.within(1, 3);
    await deliver(3);
    expect(sink.requests.filter((request) => request.refused).length).to.equal(refused);
    expect(lastLine()).to.include({ Throttled: 0, PausedMs: 0 });
    expect(lastLine().BulkLimitBytes).to.be.within(50_000, 100_000);
    expect(sink.taken.size).to.equal(sent);
  });

  async function deliver(batches: number): Promise<void> {
    for (let i = 0; i < batches; i++) {
      const { batchItemFailures } = await invoke(items(BATCH, sent), 30_000);
      expect(batchItemFailures).to.deep.equal([]);
      sent += BATCH;
    }
  }

  async function invoke(changes: ReturnType<typeof items>, remainingMs: number) {
    const result = await indexer.invoke(kinesisEvent(changes), remainingMs);
    return result as { batchItemFailures: { itemIdentifier: string }[] };
  }

  const lastLine = (): Record<string, unknown> => indexer.logLines().at(-1) ?? {};
  const sum = (metric: string): number =>
    indexer.logLines().reduce((total, line) => total + Number(line[metric]), 0);
});

const sizes = (requests: readonly SeenRequest[]): number[] => requests.map(({ bytes }) => bytes);

/** From each refusal to the request that followed it, in milliseconds. */
function pausesAfterRefusals(requests: readonly SeenRequest[]): number[] {
  return requests
    .slice(1)
    .flatMap(({ at }, i) => (requests[i]?.refused ? [at - (requests[i]?.at ?? 0)] : []));
}

function items(count: number, first = 0, content = 'x'.repeat(200)) {
  return Array.from({ length: count }, (_, i) => {
    const keys = { id: { S: `item ${first + i}` } };
    return { keys, newImage: { ...keys, content: { S: content } }, at: START + first + i };
  });
}

/** Several bodies' worth. */
const largeItems = (count: number) => items(count, 0, 'x'.repeat(390_000));
