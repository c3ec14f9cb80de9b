import type { FaultyProxy } from '../../faulty-proxy';
import type { ParkingService } from '../../parking-service';
import type { TestCollection } from '../../test-collection';
import { INDEX, type Trouble } from './history';

/** What the indexer works with. */
export interface Stage {
  readonly collection: TestCollection;
  readonly proxy: FaultyProxy;
  readonly parking: ParkingService;
}

const PARKING_OUTAGES: Partial<Record<Trouble, ParkingService['down']>> = {
  's3 down': 's3',
  'sqs down': 'sqs',
  's3 hanging': 'hanging s3',
};

const REQUEST_OUTAGES: Partial<Record<Trouble, FaultyProxy['outage']>> = {
  'access denied for a while': 'access denied',
  'the collection is down': 'unavailable',
};

/** Makes the index, unless that is what is missing. @returns what ends the trouble */
export async function makeTrouble(
  trouble: Trouble,
  { collection, proxy, parking }: Stage,
  index: string,
): Promise<() => Promise<void> | void> {
  if (trouble === 'the index is missing') {
    // The gateway would refuse the request for want of the right to make the index.
    proxy.bypassesGateway = true;
    return async () => {
      await collection.createIndex(index, INDEX);
      proxy.bypassesGateway = false;
    };
  }
  await collection.createIndex(index, INDEX);
  if (trouble === 'the index is blocked') {
    await collection.engine('PUT', `/${index}/_block/write`);
    return async () => {
      await collection.engine('PUT', `/${index}/_settings`, { 'index.blocks.write': false });
    };
  }
  proxy.outage = REQUEST_OUTAGES[trouble];
  parking.down = PARKING_OUTAGES[trouble];
  return () => {
    proxy.outage = undefined;
    parking.down = undefined;
  };
}

/** Whether the indexer has run into it. */
export function isMet(trouble: Trouble, { proxy, parking }: Stage): boolean {
  return trouble in PARKING_OUTAGES ? parking.refused.size > 0 : proxy.seen.size > 0;
}
