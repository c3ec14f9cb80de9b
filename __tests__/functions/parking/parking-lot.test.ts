import { expect } from 'chai';
import { kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { loadIndexer } from '../search-indexer/load-indexer';

describe('parking', function () {
  this.timeout(20_000);

  it('works in the built function, whose folder has no packages', async () => {
    const parking = await ParkingService.start();
    const indexer = loadIndexer({ endpoint: 'http://127.0.0.1:1', index: 'items', parking });
    const id = { S: 'a' };
    const event = kinesisEvent([
      { table: 'other', keys: { id }, newImage: { id }, at: 1_720_740_233_000_000 },
    ]);
    try {
      expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
      const [[key, parked] = []] = parking.objects;
      expect(key).to.match(/^\/parking\/parked\//);
      expect(parked).to.deep.include({ reason: 'foreign', record: event.Records[0] });
      expect(parking.messages).to.have.length(1);
    } finally {
      await indexer.close();
      await parking.close();
    }
  });
});
