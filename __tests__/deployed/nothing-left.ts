import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListCollectionsCommand, OpenSearchServerlessClient } from '@aws-sdk/client-opensearchserverless';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import type { Emulator } from '../../local/aws/emulator';

/** Fails if the account has a table, stream, function, bucket, log group, role, queue, delivery stream or collection. */
export async function expectNothingLeft(
  settings: Pick<Emulator, 'endpoint' | 'region' | 'credentials'>,
): Promise<void> {
  const kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  expect((await new DynamoDBClient(settings).send(new ListTablesCommand())).TableNames).to.deep.equal([]);
  expect((await kinesis.send(new ListStreamsCommand())).StreamNames).to.deep.equal([]);
  expect((await new LambdaClient(settings).send(new ListFunctionsCommand())).Functions).to.deep.equal([]);
  expect((await s3.send(new ListBucketsCommand())).Buckets ?? []).to.deep.equal([]);
  const { logGroups } = await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand());
  expect(logGroups).to.deep.equal([]);
  expect((await new IAMClient(settings).send(new ListRolesCommand())).Roles).to.deep.equal([]);
  expect((await new SQSClient(settings).send(new ListQueuesCommand())).QueueUrls ?? []).to.deep.equal([]);
  const { DeliveryStreamNames } = await new FirehoseClient(settings).send(new ListDeliveryStreamsCommand());
  expect(DeliveryStreamNames).to.deep.equal([]);
  const { collectionSummaries } = await new OpenSearchServerlessClient(settings).send(
    new ListCollectionsCommand(),
  );
  expect(collectionSummaries).to.deep.equal([]);
}
