import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import { canaryData } from '../../../functions/archive/canary';
import { poll } from '../../../local/demo/poll';
import { firehoseRecord } from '../../functions/firehose-events';
import { changeRecord } from '../../functions/kinesis-events';
import { streamsRecord } from '../../functions/streams-events';
import type { Deployment } from '../deployment';
import { ArchivedItems } from './archived-items';
import { DeployedFunction } from './deployed-function';
import { firehoseRoleArn } from './firehose-role';
import { failure, logProofs, putItem, unparked, unread, untilArrived } from './function-proofs';
import type { Proof, Proofs } from './proof';
import { readingProofs } from './reading-proofs';
import { RolePolicy } from './role-policy';

const archived = (deployment: Deployment, id: string) => {
  const items = new ArchivedItems(deployment);
  return () => items.has(id);
};

/** A change of the followed table, or of another. */
const change = (table: string) => {
  const id = { S: randomUUID() };
  return { table, keys: { id }, newImage: { id }, at: Date.now() * 1_000 };
};

export const FORWARDER_PROOFS: Proofs = {
  ...readingProofs('dynamodb', unread('firehose-forwarder', archived)),
  'firehose:PutRecordBatch': failure(
    'firehose-forwarder',
    ({ outputs }) => ({ Records: [streamsRecord(change(outputs.table_name ?? ''), 0)] }),
    /^ConfigurationError: The delivery stream .* refused the records .*firehose:PutRecordBatch/,
  ),
  's3:PutObject': unparked('firehose-forwarder', streamsRecord(change('of-somebody-else'), 0)),
  'sqs:SendMessage': unparked('firehose-forwarder', streamsRecord(change('of-somebody-else'), 0)),
  ...logProofs('firehose-forwarder'),
};

/** What Firehose would hand over is answered with ProcessingFailed, and so kept under the error prefix. */
function untransformed(recordsOf: (table: string) => readonly Buffer[]): Proof {
  return async (deployment) => {
    const { outputs } = deployment;
    const transformer = await DeployedFunction.of(deployment, 'firehose-transformer');
    const event = {
      sourceKinesisStreamArn: await streamArn(deployment),
      records: recordsOf(outputs.table_name ?? '').map(firehoseRecord),
    };
    const last = async () => {
      const { records } = (await transformer.invoke(event)) as { records: { result: string }[] };
      return records.at(-1)?.result;
    };
    expect(await last()).to.equal('ProcessingFailed');
    return async () => expect(await last()).to.equal('Dropped');
  };
}

/** An event may have 6 MiB, an answer 6 MB: there is no room for the last line. */
const largeChanges = (table: string): readonly Buffer[] =>
  Array.from({ length: 6 }, () => {
    const { newImage, ...more } = change(table);
    const item = { ...newImage, text: { S: 'x'.repeat(770_000) } };
    return Buffer.from(JSON.stringify(changeRecord({ ...more, newImage: item })));
  });

export const TRANSFORMER_PROOFS: Proofs = {
  'kinesis:PutRecords': untransformed(largeChanges),
  's3:PutObject': untransformed(() => [canaryData(randomUUID())]),
  ...logProofs('firehose-transformer'),
};

/** No canary comes through before its time is up. */
const noCanary = failure(
  'archive-canary',
  () => ({ deliveryStreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/proof' }),
  /^ConfigurationError: No canary record came through .* The last error was .*Access ?Denied/,
  { timeoutSeconds: 3 },
);

export const CANARY_PROOFS: Proofs = {
  'kinesis:ListShards': noCanary,
  'kinesis:PutRecord': noCanary,
  's3:ListBucket': noCanary,
  ...logProofs('archive-canary'),
};

/** Firehose says so in its error log, and a change does not arrive before the permission is back. */
function undelivered(action: string): Proof {
  return async (deployment) => {
    const told = await errorLog(deployment);
    const id = await putItem(deployment);
    await poll(async () => ((await told()).some((message) => message.includes(action)) ? true : undefined), {
      what: `The error about ${action}`,
      timeoutSeconds: 15,
    });
    const hasArrived = archived(deployment, id);
    expect(await hasArrived()).to.equal(false);
    return () => untilArrived(hasArrived);
  };
}

export function firehoseProofs(source: 'kinesis' | 'direct put'): Proofs {
  return {
    ...(source === 'kinesis' && {
      'kinesis:DescribeStream': undelivered('kinesis:DescribeStream'),
      'kinesis:GetRecords': undelivered('kinesis:GetRecords'),
      'kinesis:GetShardIterator': undelivered('kinesis:GetShardIterator'),
      'kinesis:ListShards': undelivered('kinesis:ListShards'),
      'lambda:InvokeFunction': undelivered('lambda:InvokeFunction'),
    }),
    's3:PutObject': undelivered('s3:PutObject'),
    'logs:PutLogEvents': untold(
      source === 'kinesis'
        ? { without: 'kinesis:GetRecords', afterMs: 1_500 }
        : { without: 's3:PutObject', afterMs: 3_500 },
    ),
  };
}

/** What else holds it up, it does not tell. */
function untold(provocation: { readonly without: string; readonly afterMs: number }): Proof {
  return async (deployment) => {
    const told = await errorLog(deployment);
    const policy = await RolePolicy.of(deployment, await firehoseRoleArn(deployment));
    await policy.remove(provocation.without);
    const hasArrived = archived(deployment, await putItem(deployment));
    await sleep(provocation.afterMs);
    expect(await told()).to.deep.equal([]);
    return () => untilArrived(hasArrived);
  };
}

/** What Firehose writes into its error log from now on. */
async function errorLog(deployment: Deployment): Promise<() => Promise<readonly string[]>> {
  const client = new CloudWatchLogsClient(deployment.clientSettings());
  const logGroupName = `/aws/kinesisfirehose/${deployment.outputs.delivery_stream_name}`;
  const messages = async () => {
    const all: string[] = [];
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName }))
      for (const { message = '' } of events) all.push(message);
    return all;
  };
  const { length } = await messages();
  return async () => (await messages()).slice(length);
}

async function streamArn(deployment: Deployment): Promise<string> {
  const kinesis = new KinesisClient({
    ...deployment.clientSettings(),
    requestHandler: new NodeHttpHandler(),
  });
  const { StreamDescriptionSummary } = await kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName: deployment.outputs.stream_name }),
  );
  return StreamDescriptionSummary?.StreamARN ?? '';
}
