import { CreateStreamCommand, ListTagsForStreamCommand } from '@aws-sdk/client-kinesis';
import { expect } from 'chai';
import { AwsBench } from './aws-bench';

describe('a data stream on the emulator', function () {
  this.timeout(30_000);
  let aws: AwsBench;

  before(async function () {
    aws = await AwsBench.start(this);
  });
  after(() => aws?.stop());

  it('has the tags that it was created with', async () => {
    const StreamName = 'tagged';
    await aws.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { team: 'search' } }));

    const { Tags } = await aws.kinesis.send(new ListTagsForStreamCommand({ StreamName }));

    expect(Tags).to.deep.equal([{ Key: 'team', Value: 'search' }]);
  });
});
