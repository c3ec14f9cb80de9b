import { kinesisEvent, type Load, type Size, streamsEvent } from './events';
import { dynamodbStreamElasticsearch } from './ways/dynamodb-stream-elasticsearch';
import { floor } from './ways/floor';
import { helpersBulk } from './ways/helpers-bulk';
import { naive } from './ways/naive';
import { PROJECTED, ROUTED, searchIndexer } from './ways/search-indexer';
import type { Way } from './ways/way';

/** What a worker is started with, as JSON in its only argument. */
export interface Assignment {
  readonly way: string;
  readonly size: Size;
  readonly load: Load;
  readonly sink: string;
  /** Holds the built function and the peers. */
  readonly folder: string;
}

/** Distinct events, so that no cache inside a way sees the same strings each time. */
const EVENTS = 4;

/** Does batches of one way when it is told a number, and answers with the CPU time they took, in µs. */
async function work({ way: name, size, load, sink, folder }: Assignment): Promise<void> {
  const way = wayNamed(name, sink, folder);
  const inputs = Array.from({ length: EVENTS }, (_, batch) =>
    way.source === 'kinesis'
      ? kinesisEvent(size, load, batch)
      : JSON.stringify(streamsEvent(size, load, batch)),
  );
  process.on('message', async (batches: number) => {
    const before = process.cpuUsage();
    for (let i = 0; i < batches; i++) await way.handle(inputs[i % EVENTS]);
    const { user, system } = process.cpuUsage(before);
    process.send?.(user + system);
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

function wayNamed(name: string, sink: string, folder: string): Way {
  switch (name) {
    case 'floor+':
      return floor();
    case 'search-indexer':
      return searchIndexer(sink, folder);
    case 'search-indexer, projected':
      return searchIndexer(sink, folder, PROJECTED);
    case 'search-indexer, routed':
      return searchIndexer(sink, folder, ROUTED);
    case 'naive':
      return naive(sink);
    case 'helpers.bulk':
      return helpersBulk(sink);
    case 'dynamodb-stream-elasticsearch':
      return dynamodbStreamElasticsearch(sink, folder);
    default:
      throw new RangeError(`there is no way "${name}"`);
  }
}

work(JSON.parse(process.argv[2] ?? '{}'));
