import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import { poll } from '../../local/demo/poll';
import { describeArchivePipeline } from './archive-pipeline';
import { describePermissions } from './permissions/permissions';

describeArchivePipeline('kinesis-to-s3', (deployment) => {
  it('keeps a record that is no change under the error prefix, whole', async () => {
    const { outputs } = deployment();
    const settings = deployment().clientSettings();
    const kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
    const garbage = { StreamName: outputs.stream_name, PartitionKey: 'p', Data: Buffer.from('garbage') };
    await kinesis.send(new PutRecordCommand(garbage));
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const Bucket = outputs.archive_bucket;
    const Key = await poll(
      async () => {
        const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'errors/' }));
        return Contents?.[0]?.Key;
      },
      { what: 'The failed record' },
    );
    expect(Key).to.match(/^errors\/processing-failed\/date=/);
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const [line = ''] = ((await object.Body?.transformToString()) ?? '').split('\n');
    expect(Buffer.from(JSON.parse(line).rawData, 'base64').toString()).to.equal('garbage');
  });

  describePermissions('kinesis-to-s3', deployment);
});
