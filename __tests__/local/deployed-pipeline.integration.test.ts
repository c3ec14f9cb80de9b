import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetAccessPolicyCommand,
  ListCollectionsCommand,
  OpenSearchServerlessClient,
  UpdateAccessPolicyCommand,
} from '@aws-sdk/client-opensearchserverless';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import { CollectionReader, type Document } from '../../local/demo/collection-reader';
import { compare, type Item } from '../../local/demo/comparison';
import { movies } from '../../local/demo/data-set';
import { PIPELINES } from '../../local/demo/demo';
import { ItemsApiClient } from '../../local/demo/items-api-client';
import { poll } from '../../local/demo/poll';
import { StreamProgress } from '../../local/demo/stream-progress';
import { Table } from '../../local/demo/table';
import { LocalEnvironment } from '../../local/environment/local-environment';
import { requireLocalEnvironment } from '../engines';
import { sharedSearchEngine } from '../search-engine';

/** What DynamoDB holds and others lose something of. */
const AWKWARD: Item[] = [
  { id: { S: 'numbers' }, n: { N: '12345678901234567890123456789012345678' }, e: { N: '1E+125' } },
  {
    id: { S: 'binary' },
    b: { B: Buffer.from([0, 1, 255]) },
    bs: { BS: [Buffer.from([0]), Buffer.from([255])] },
  },
  { id: { S: 'sets' }, ss: { SS: ['a', 'b'] }, ns: { NS: ['1', '2.5'] } },
  { id: { S: 'names' }, 'a.b': { S: 'x' }, a: { N: '1' }, _id: { S: 'y' }, '😀': { BOOL: true } },
  { id: { S: 'a/b#c|d "e" \u0001 😀' }, empty: { S: '' }, none: { NULL: true } },
];

describe('the deployed pipeline', function () {
  this.timeout(120_000);
  let environment: LocalEnvironment;
  let outputs: Readonly<Record<string, string>>;
  let reader: CollectionReader;
  let api: ItemsApiClient;
  let table: Table;
  let progress: StreamProgress;

  before(async function () {
    await requireLocalEnvironment(this);
    this.timeout(420_000);
    environment = await LocalEnvironment.start({
      collection: COLLECTION,
      searchEngine: await sharedSearchEngine(this),
    });
    await environment.cdktf('deploy', STACK);
    outputs = environment.outputs(STACK);
    const { emulator } = environment;
    reader = new CollectionReader(emulator, outputs.search_endpoint ?? '', outputs.index_name ?? '');
    api = new ItemsApiClient(emulator, { id: outputs.api_id ?? '', stage: outputs.api_stage ?? '' });
    table = new Table(emulator, outputs.table_name ?? '');
    progress = new StreamProgress({
      emulator,
      stream: outputs.stream_name ?? '',
      functionName: outputs.function_name ?? '',
    });
  });
  after(() => environment?.stop());

  // No attribute is left out: the emulator returns all that Terraform reads.
  it('has an empty plan right after the deploy', async () => {
    expect(await environment.cdktf('diff', STACK)).to.contain('No changes. Your infrastructure matches');
  });

  it('follows an item through its life', async () => {
    const { id } = (await api.call('POST', '/items', {
      name: 'Test Kinesis Stream Pipeline',
      type: 'Test',
    })) as {
      id: string;
    };
    const indexed = (type: string) =>
      poll(
        async () => {
          const document = await reader.document(`S=${id}`);
          return document?.type === type ? document : undefined;
        },
        { what: `The document with the type ${type}` },
      );
    expect(await indexed('Test')).to.deep.include({ id, name: 'Test Kinesis Stream Pipeline' });
    await api.call('PUT', `/items/${id}`, { name: 'Other', type: 'Edited' });
    expect(await indexed('Edited')).to.deep.include({ id, name: 'Other' });
    await api.call('DELETE', `/items/${id}`);
    await poll(async () => ((await reader.document(`S=${id}`)) ? undefined : true), { what: 'The deletion' });
  });

  it('refuses an unsigned call, and a body without a name', async () => {
    const url = `${environment.emulator.endpoint}/_aws/execute-api/${outputs.api_id}/${outputs.api_stage}/items`;
    expect((await fetch(url)).status).to.equal(403);
    const failure = await api.call('POST', '/items', { type: 'Test' }).catch((error: Error) => error);
    expect(String(failure)).to.match(/400 .*name/);
  });

  it('ends with 3,201 films and every awkward item as they are in the table', async () => {
    await table.load([...movies().items, ...AWKWARD], () => {});
    await drained();
    await poll(
      async () => {
        const items = await table.items();
        const documents: Document[] = [];
        for await (const document of reader.documents()) documents.push(document);
        const { equal, missing, surplus, different } = compare(items, documents, ['id']);
        expect(different).to.deep.equal([]);
        return missing.length + surplus.length === 0 && equal === 3_201 + AWKWARD.length ? equal : undefined;
      },
      { what: 'Equality', timeoutSeconds: 20, intervalMs: 500 },
    );
  });

  it('parks a record that is no change, and goes on', async () => {
    const { emulator } = environment;
    const settings = clientSettings();
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
    expect(emulator.pid).to.be.a('number');
    await drained();
  });

  it('loses nothing while the access policy does not admit it', async () => {
    const collections = new OpenSearchServerlessClient(clientSettings());
    const name = COLLECTION;
    const { accessPolicyDetail: deployed } = await collections.send(
      new GetAccessPolicyCommand({ name, type: 'data' }),
    );
    const update = async (policy: unknown, policyVersion: string | undefined) => {
      const { accessPolicyDetail } = await collections.send(
        new UpdateAccessPolicyCommand({ name, type: 'data', policyVersion, policy: JSON.stringify(policy) }),
      );
      return accessPolicyDetail?.policyVersion;
    };
    const rules: { Principal: string[] }[] = JSON.parse(JSON.stringify(deployed?.policy));
    const withoutIndexer = rules.filter(
      ({ Principal }) => !Principal.includes(outputs.function_role_arn ?? ''),
    );
    expect(withoutIndexer.length).to.equal(rules.length - 1);
    const version = await update(withoutIndexer, deployed?.policyVersion);
    const { id } = (await api.call('POST', '/items', { name: 'Held', type: 'Test' })) as { id: string };
    await poll(async () => ((await progress.failures()) > 0 ? true : undefined), { what: 'A refusal' });
    expect(await reader.document(`S=${id}`)).to.equal(undefined);
    await update(rules, version);
    await poll(() => reader.document(`S=${id}`), { what: 'The held change' });
  });

  it('is destroyed whole', async function () {
    this.timeout(240_000);
    await environment.cdktf('destroy', STACK);
    const settings = clientSettings();
    const kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    expect((await new DynamoDBClient(settings).send(new ListTablesCommand())).TableNames).to.deep.equal([]);
    expect((await kinesis.send(new ListStreamsCommand())).StreamNames).to.deep.equal([]);
    expect((await new LambdaClient(settings).send(new ListFunctionsCommand())).Functions).to.deep.equal([]);
    expect((await s3.send(new ListBucketsCommand())).Buckets ?? []).to.deep.equal([]);
    const { collectionSummaries } = await new OpenSearchServerlessClient(settings).send(
      new ListCollectionsCommand(),
    );
    expect(collectionSummaries).to.deep.equal([]);
  });

  function drained(): Promise<number> {
    return poll(
      async () => {
        const [changes, finished] = [await progress.onStream(), await progress.finished()];
        return finished >= changes ? changes : undefined;
      },
      { what: 'The end of the stream', intervalMs: 200 },
    );
  }

  function clientSettings() {
    const { endpoint, region, credentials } = environment.emulator;
    return { endpoint, region, credentials };
  }
});
