import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { EmptyArchiveError, openArchive } from '../../cli/archive';
import { poll } from '../../local/demo/poll';
import { Table } from '../../local/demo/table';
import { LocalEnvironment } from '../../local/environment/local-environment';
import { PROJECT_ROOT } from '../../local/paths';
import { terraform } from '../../local/terraform';
import { requireLocalEnvironment } from '../engines';
import { sharedSearchEngine } from '../search-engine';
import { expectNothingLeft } from './nothing-left';

/** As the root in `terraform-modules/main.tf` names them. */
const INDEXED_TABLES = ['kh-one', 'kh-two', 'sh-one', 'sh-two'];
const ARCHIVED_TABLES = ['ks-0', 'ks-1', 'ss-0', 'ss-1'];

const ITEMS = Array.from({ length: 120 }, (_, i) => ({ id: { S: `item-${i}` }, price: { N: `${i}.50` } }));
const DELETED = ITEMS.filter((_, i) => i % 3 === 0);
const KEPT_IDS = ITEMS.filter((item) => !DELETED.includes(item))
  .map(({ id }) => id.S)
  .sort();

describe('the Terraform modules, each called twice by a root of another team’s', function () {
  this.timeout(180_000);
  let environment: LocalEnvironment;
  let engine: { readonly url: string };
  let tables: DynamoDBClient;

  before(async function () {
    await requireLocalEnvironment(this);
    engine = await sharedSearchEngine(this);
    this.timeout(480_000);
    environment = await LocalEnvironment.start({});
    mkdirSync(rootFolder());
    cpSync(join(__dirname, 'terraform-modules', 'main.tf'), join(rootFolder(), 'main.tf'));
    cpSync(join(PROJECT_ROOT, 'dist', 'terraform'), join(rootFolder(), 'modules'), { recursive: true });
    const { endpoint, region, credentials } = environment.emulator;
    tables = new DynamoDBClient({ endpoint, region, credentials });
    for (const name of [...INDEXED_TABLES, ...ARCHIVED_TABLES]) await makeTable(name);
    await run('init');
    await run('validate');
    await run('apply', '-auto-approve');
  });
  after(() => environment?.stop());

  it('have an empty plan right after', async () => {
    expect(await run('plan')).to.contain('No changes. Your infrastructure matches');
  });

  it('bring the items of each table into its index, and none that was deleted', async () => {
    const indices = await output('indices');
    expect(Object.keys(indices)).to.have.members(INDEXED_TABLES);
    for (const table of INDEXED_TABLES) await change(table);
    for (const index of Object.values(indices))
      await poll(async () => ((await idsIn(index)).join() === KEPT_IDS.join() ? true : undefined), {
        what: `The items in ${index}`,
        intervalMs: 500,
      });
  });

  it('bring the changes of each table into its archive', async () => {
    const buckets = await output('buckets');
    expect(Object.keys(buckets)).to.have.members(ARCHIVED_TABLES);
    for (const table of ARCHIVED_TABLES) await change(table);
    for (const bucket of Object.values(buckets)) {
      const ids = await poll(() => replayedIds(bucket), {
        what: `All changes in ${bucket}`,
        intervalMs: 500,
      });
      expect(ids).to.deep.equal(KEPT_IDS);
    }
  });

  it('are destroyed whole', async () => {
    await run('destroy', '-auto-approve');
    for (const TableName of [...INDEXED_TABLES, ...ARCHIVED_TABLES])
      await tables.send(new DeleteTableCommand({ TableName }));
    await expectNothingLeft(environment.emulator);
  });

  function rootFolder(): string {
    return join(environment.folder, 'root');
  }

  function run(...args: string[]): Promise<string> {
    return terraform({
      args: [...args, '-no-color'],
      folder: rootFolder(),
      env: { ...environment.environment(), TF_VAR_search_endpoint: engine.url },
      logFile: join(environment.folder, 'terraform.log'),
    });
  }

  async function output(name: string): Promise<Readonly<Record<string, string>>> {
    return JSON.parse(await run('output', '-json', name));
  }

  function makeTable(TableName: string): Promise<unknown> {
    return tables.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
  }

  async function change(name: string): Promise<void> {
    const table = new Table(environment.emulator, name);
    await table.load(ITEMS, () => {});
    await table.remove(DELETED);
  }

  async function idsIn(index: string): Promise<string[]> {
    await fetch(`${engine.url}/${index}/_refresh`, { method: 'POST' });
    const response = await fetch(`${engine.url}/${index}/_search?size=${ITEMS.length}`);
    const { hits } = (await response.json()) as { hits: { hits: { _source: { id: string } }[] } };
    return hits.hits.map(({ _source }) => _source.id).sort();
  }

  /** The items that the archive is replayed to, once it has every change. */
  async function replayedIds(bucket: string): Promise<string[] | undefined> {
    const { endpoint, region, credentials } = environment.emulator;
    const archive = await openArchive(`s3://${bucket}`, { s3: { endpoint, region, credentials } }).catch(
      (error) => {
        if (error instanceof EmptyArchiveError) return undefined;
        throw error;
      },
    );
    if (archive === undefined) return undefined;
    try {
      if (archive.changes < ITEMS.length + DELETED.length) return undefined;
      const ids: string[] = [];
      for await (const text of (await archive.replay()).json()) ids.push(JSON.parse(text).id);
      return ids.sort();
    } finally {
      await archive.close();
    }
  }
});
