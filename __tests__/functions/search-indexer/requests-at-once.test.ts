import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { BuiltFunction } from '../built-function';
import { type RunningServer, readAll, serve } from '../http-server';
import { kinesisEvent } from '../kinesis-events';
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
  let sink: RunningServer;
  let parking: ParkingService;
  let indexer: BuiltFunction;

  beforeEach(async () => {
    requests = [];
    sink = await serve(async (request, response) => {
      const body = (await readAll(request)).toString('utf8');
      const ids = [...body.matchAll(/^\{"index":.*?"_id":"([^"]*)"/gm)].map(([, id = '']) => id);
      requests.push(ids);
      const status = await reply(ids);
      if (status === 'silence') return;
      if (status === 'reset') return void request.socket.resetAndDestroy();
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(status === 200 ? { items: ids.map(() => ({ index: { status: 201 } })) } : {}));
    });
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: sink.url, index: 'items', parking, requestTimeoutSeconds: 1 });
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
    reply = () => 200;
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
      reply = async (ids) => {
        if (isFirst(ids) === (denied === 'first')) return 403;
        await sleep(100);
        // It goes on with smaller ones.
        return ids.length > 10 ? 413 : 200;
      };
      const error = await deliver(100).catch((error: Error) => error);
      const sent = requests.length;
      expect(error).to.have.property('name', 'ConfigurationError');
      expect(
        requests
          .flat()
          .sort()
          .filter((id, i, ids) => id !== ids[i - 1]).length,
      ).to.equal(100);
      await sleep(500);
      expect(requests.length).to.equal(sent);
    });
  }

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

function changeOf(i: number) {
  const keys = { id: { S: `${i}` } };
  return { keys, newImage: keys, at: START + i };
}

const eventOf = (changes: number) => kinesisEvent(Array.from({ length: changes }, (_, i) => changeOf(i)));

const sequenceNumberOf = (i: number) => eventOf(i + 1).Records[i]?.kinesis.sequenceNumber;

const idsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `S=${from + i}`);
