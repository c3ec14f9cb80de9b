import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateAccessPolicyCommand,
  CreateCollectionCommand,
  CreateSecurityPolicyCommand,
  DeleteCollectionCommand,
  ListCollectionsCommand,
  OpenSearchServerlessClient,
} from '@aws-sdk/client-opensearchserverless';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { EmptyArchiveError, openArchive } from '../../cli/archive';
import { CollectionReader } from '../../local/demo/collection-reader';
import type { Item, PlainItem } from '../../local/demo/comparison';
import { indexedItems } from '../../local/demo/document-item';
import { poll } from '../../local/demo/poll';
import { Table } from '../../local/demo/table';
import { DeployedExample } from './deployed-example';
import { expectNothingLeft } from './nothing-left';

/** A suite with an example in the local environment. */
function describeExample(name: string, collection: string, tests: (example: () => DeployedExample) => void) {
  describe(`the example ${name}, deployed`, function () {
    this.timeout(180_000);
    let example: DeployedExample;

    before(async function () {
      example = await DeployedExample.start(this, { name, collection });
      await letRead(example, collection);
    });
    after(() => example?.stop());

    tests(() => example);
  });
}

describeExample('fan-out', 'parcels', (example) => {
  const parcels = ['sent', 'lost', 'found'].map((state, i) => ({ id: { S: `${i}` }, state: { S: state } }));

  it('deploys the archive, and then the search, which begins with the first change', async () => {
    await example().deploy('archive');
    await tableOf(example(), 'parcels').load(parcels, () => {});
    await example().deploy('search');
    await indexed(example(), 'parcels', 3);
  });

  it('has an empty plan for both', () =>
    Promise.all([example().expectEmptyPlan('archive'), example().expectEmptyPlan('search')]));

  it('brings each change to both', async () => {
    const table = tableOf(example(), 'parcels');
    const [sent, lost] = parcels;
    await table.load([{ ...sent, state: { S: 'delivered' } } as Item], () => {});
    await table.remove([lost as Item]);
    await poll(
      async () => {
        const found = await indexed(example(), 'parcels', 2);
        return found.some(({ state }) => state === 'delivered') ? found : undefined;
      },
      { what: 'The edit' },
    );
    expect(await archivedChanges(example(), 5)).to.equal(5);
  });

  it('passes over the canaries of the archive, which were on the stream before', async () => {
    const client = new S3Client({ ...example().clientSettings(), forcePathStyle: true });
    const Bucket = example().outputs('search').parking_bucket;
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).to.deep.equal([]);
  });

  it('is destroyed whole', async () => {
    await example().destroy('search');
    await example().destroy('archive');
    await expectNothingLeft(example().clientSettings());
  });
});

describeExample('several-tables', 'shop', (example) => {
  const tables = ['customers', 'invoices', 'products'];

  it('deploys', () => example().deploy('several-tables'));

  it('has an empty plan', () => example().expectEmptyPlan('several-tables'));

  it('brings each table to its own index', async () => {
    for (const name of tables) await tableOf(example(), name).load([{ id: { S: `of ${name}` } }], () => {});
    for (const name of tables)
      expect(await indexed(example(), name, 1)).to.deep.equal([{ id: `of ${name}` }]);
  });

  it('is destroyed whole', async () => {
    await example().destroy('several-tables');
    await expectNothingLeft(example().clientSettings());
  });
});

describeExample('existing-table-and-collection', 'shop', (example) => {
  const stack = 'existing-table-and-collection';

  it('deploys beside what is there', async () => {
    await makeTable(example(), 'orders', 'number');
    await makeCollection(example(), 'shop');
    await example().deploy(stack);
  });

  it('has an empty plan', () => example().expectEmptyPlan(stack));

  it('brings the table to the index', async () => {
    await tableOf(example(), 'orders').load([{ number: { N: '7' }, state: { S: 'open' } }], () => {});
    const [order] = await indexed(example(), 'orders', 1);
    expect(order).to.include({ state: 'open' });
  });

  it('leaves the table and the collection when it is destroyed, and nothing else', async () => {
    await example().destroy(stack);
    await deleteTable(example(), 'orders');
    await deleteCollection(example(), 'shop');
    await expectNothingLeft(example().clientSettings());
  });
});

function tableOf(example: DeployedExample, name: string): Table {
  return new Table(example.environment.emulator, name);
}

/** The items that an index has, once they are so many. */
function indexed(example: DeployedExample, index: string, count: number): Promise<PlainItem[]> {
  const { emulator, search } = example.environment;
  const reader = new CollectionReader(emulator, search?.gateway.url ?? '', index);
  return poll(
    async () => {
      const items = await indexedItems(reader);
      return items.length === count ? items : undefined;
    },
    { what: `${count} documents of ${index}` },
  );
}

/** How many changes the archive has, once they are so many. */
function archivedChanges(example: DeployedExample, count: number): Promise<number> {
  const source = `s3://${example.outputs('archive').archive_bucket}`;
  return poll(
    async () => {
      const archive = await openArchive(source, { s3: example.clientSettings() }).catch((error) => {
        if (error instanceof EmptyArchiveError) return undefined;
        throw error;
      });
      await archive?.close();
      return archive && archive.changes >= count ? archive.changes : undefined;
    },
    { what: `The last of ${count} changes`, intervalMs: 500 },
  );
}

/** A policy beside the example's: whoever runs the tests may search. */
async function letRead(example: DeployedExample, collection: string): Promise<void> {
  const { emulator } = example.environment;
  const policy = [
    {
      Principal: [emulator.principalArn],
      Rules: [
        {
          ResourceType: 'index',
          Resource: [`index/${collection}/*`],
          Permission: ['aoss:DescribeIndex', 'aoss:ReadDocument'],
        },
      ],
    },
  ];
  await new OpenSearchServerlessClient(example.clientSettings()).send(
    new CreateAccessPolicyCommand({ name: 'tests', type: 'data', policy: JSON.stringify(policy) }),
  );
}

async function makeTable(example: DeployedExample, name: string, key: string): Promise<void> {
  const client = new DynamoDBClient(example.clientSettings());
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'N' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: name });
}

/** @throws ResourceNotFoundException, when it is not there any more */
async function deleteTable(example: DeployedExample, TableName: string): Promise<void> {
  await new DynamoDBClient(example.clientSettings()).send(new DeleteTableCommand({ TableName }));
}

/** A collection with its encryption and network policies, as another team made it. */
async function makeCollection(example: DeployedExample, name: string): Promise<void> {
  const client = new OpenSearchServerlessClient(example.clientSettings());
  const rule = { ResourceType: 'collection', Resource: [`collection/${name}`] };
  for (const [type, policy] of [
    ['encryption', { Rules: [rule], AWSOwnedKey: true }],
    ['network', [{ Rules: [rule], AllowFromPublic: true }]],
  ] as const)
    await client.send(new CreateSecurityPolicyCommand({ name, type, policy: JSON.stringify(policy) }));
  await client.send(new CreateCollectionCommand({ name, type: 'SEARCH' }));
}

/** @throws Error, when it is not there any more */
async function deleteCollection(example: DeployedExample, name: string): Promise<void> {
  const client = new OpenSearchServerlessClient(example.clientSettings());
  const { collectionSummaries = [] } = await client.send(
    new ListCollectionsCommand({ collectionFilters: { name } }),
  );
  const [collection] = collectionSummaries;
  if (collection === undefined) throw new Error(`The collection ${name} is not there.`);
  await client.send(new DeleteCollectionCommand({ id: collection.id }));
}
