import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import { poll } from '../../local/demo/poll';
import { describePermissions } from './permissions/permissions';
import { describeSearchPipeline } from './search-pipeline';

describeSearchPipeline('kinesis-to-search', (deployment) => {
  it('parks a record that is no change, and goes on', async () => {
    const { outputs } = deployment();
    const settings = deployment().clientSettings();
    const kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
    await kinesis.send(
      new PutRecordCommand({
        StreamName: outputs.stream_name,
        PartitionKey: 'p',
        Data: Buffer.from('garbage'),
      }),
    );
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const Bucket = outputs.parking_bucket;
    const Key = await poll(
      async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.[0]?.Key,
      { what: 'The parked record' },
    );
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const parked = JSON.parse((await object.Body?.transformToString()) ?? '');
    expect(parked).to.deep.include({ version: 1, reason: 'undecodable' });
    expect(Buffer.from(parked.record.kinesis.data, 'base64').toString()).to.equal('garbage');
    const { Messages } = await new SQSClient(settings).send(
      new ReceiveMessageCommand({ QueueUrl: outputs.parking_queue_url, WaitTimeSeconds: 5 }),
    );
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).to.deep.include({ bucket: Bucket, key: Key });
  });

  describePermissions('kinesis-to-search', deployment);
});
