import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { BuiltFunction } from '../built-function';
import { type RunningServer, readAll, serve } from '../http-server';
import { type ItemChange, kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { streamsRecord } from '../streams-events';
import { loadIndexer } from './load-indexer';

const START = 1_720_740_233_000_000;

/** What the sink says of a request, by the ids of its documents: a status, or nothing. */
type Reply = (ids: readonly string[]) => Promise<Said> | Said;
type Said = number | 'silence' | 'reset';

const isFirst = (ids: readonly string[]) => ids.includes('S=0');

describe('search-indexer with two requests at once', function () {
  this.timeout(20_000);
  let reply: Reply;
  let requests: string[][];
  /** For each request, how many were open when it had come, itself included. */
  let underWay: number[];
  let open: number;
  let sink: RunningServer;
  let parking: ParkingService;
  let indexer: BuiltFunction;

  beforeEach(async () => {
    requests = [];
    underWay = [];
    open = 0;
    sink = await serve(async (request, response) => {
      const body = (await readAll(request)).toString('utf8');
      const actions = [...body.matchAll(/^\{"(index|delete)":.*?"_id":"([^"]*)"/gm)];
      const ids = actions.map(([, , id = '']) => id);
      requests.push(ids);
      underWay.push(++open);
      const status = await reply(ids);
      open--;
      if (status === 'silence') return;
      if (status === 'reset') return void request.socket.resetAndDestroy();
      const items = actions.map(([, action = '']) => ({ [action]: { status } }));
      const said = status === 200 ? { items } : { error: { type: 'refused', reason: 'by the test' } };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    });
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: sink.url, index: 'items', parking, requestTimeoutSeconds: 1 });
    reply = () => 200;
    await deliver(1);
    requests = [];
    underWay = [];
  });
  afterEach(async () => {
    await indexer.close();
    await sink.close();
    await parking.close();
  });

  it('sends each half of a batch in one of its own, neither after the other', async () => {
    reply = async () => {
      while (requests.length < 2) await sleep(5);
      return 200;
    };
    expect(await deliver(101)).to.deep.equal([]);
    expect(requests).to.deep.equal([idsOf(0, 51), idsOf(51, 101)]);
    expect(indexer.logLines().at(-1)).to.include({ BulkRequests: 2, Applied: 101, Retried: 0 });
  });

  it('sends what is not worth two in one', async () => {
    expect(await deliver(99)).to.deep.equal([]);
    expect(requests).to.deep.equal([idsOf(0, 99)]);
  });

  it('acknowledges nothing when the first half is not answered', async () => {
    reply = (ids) => (isFirst(ids) ? 'silence' : 200);
    expect(await deliver(100, 2_500)).to.deep.equal([sequenceNumberOf(0)]);
  });

  it('acknowledges the first half when the second is not answered', async () => {
    reply = (ids) => (isFirst(ids) ? 200 : 'silence');
    expect(await deliver(100, 2_500)).to.deep.equal([sequenceNumberOf(50)]);
  });

  for (const denied of ['first', 'second']) {
    it(`fails when the ${denied} is denied, and only when the other has ended`, async () => {
      let hasEnded = false;
      reply = async (ids) => {
        if (isFirst(ids) === (denied === 'first')) return 403;
        await sleep(200);
        hasEnded = true;
        return 200;
      };
      const error = await deliver(100).catch((error: Error) => error);
      expect(error).to.have.property('name', 'ConfigurationError');
      expect(hasEnded).to.equal(true);
    });
  }

  it('sends what is left one after the other: no half goes on when the other is throttled', async () => {
    let throttledAt = 0;
    const after: number[] = [];
    reply = async (ids) => {
      const isLater = requests.length > 2;
      if (isLater) after.push(Date.now() - throttledAt);
      await sleep(20);
      if (!isFirst(ids)) return ids.length > 20 ? 413 : 200;
      if (isLater) return 200;
      throttledAt = Date.now();
      return 429;
    };
    expect(await deliver(100)).to.deep.equal([]);
    expect(underWay.slice(2)).to.deep.equal(underWay.slice(2).map(() => 1));
    expect(Math.min(...after)).to.be.greaterThan(100);
  });

  it('parks what alone is refused as a whole, however long the other half takes', async () => {
    reply = async (ids) => {
      if (ids.includes('S=60')) return 400;
      if (isFirst(ids)) await sleep(300);
      return 200;
    };
    const event = eventOf(100, [60]);
    expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
    expect([...parking.objects.values()].map(({ record }) => record)).to.deep.equal([event.Records[60]]);
  });

  it('gives an unanswered half its time before a batch from DynamoDB Streams comes again', async () => {
    reply = (ids) => (isFirst(ids) ? 'reset' : 403);
    const records = Array.from({ length: 100 }, (_, i) => streamsRecord(changeOf(i), i));
    const began = Date.now();
    const error = await indexer.invoke({ Records: records }).catch((error: Error) => error);
    expect(error).to.have.property('name', 'ConfigurationError');
    expect(Date.now() - began).to.be.within(1_000, 3_000);
  });

  async function deliver(changes: number, remainingMs = 10_000): Promise<string[]> {
    const result = await indexer.invoke(eventOf(changes), remainingMs);
    const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] };
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }
});

function changeOf(i: number, isRemoved = false): ItemChange {
  const keys = { id: { S: `${i}` } };
  return { keys, ...(!isRemoved && { newImage: keys }), at: START + i };
}

const eventOf = (changes: number, removed: readonly number[] = []) =>
  kinesisEvent(Array.from({ length: changes }, (_, i) => changeOf(i, removed.includes(i))));

const sequenceNumberOf = (i: number) => eventOf(i + 1).Records[i]?.kinesis.sequenceNumber;

const idsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `S=${from + i}`);
