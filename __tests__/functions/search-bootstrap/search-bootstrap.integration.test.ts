import { expect } from 'chai';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from '../../../modules/search-index';
import { BuiltFunction } from '../built-function';
import { FaultyProxy } from '../faulty-proxy';
import { kinesisEvent } from '../kinesis-events';
import { ParkingService } from '../parking-service';
import { loadIndexer } from '../search-indexer/load-indexer';
import { CREDENTIALS, TestCollection } from '../test-collection';

const INDEX = `bootstrap-${process.pid}`;
const DEFAULT = { index: INDEX, mappings: DEFAULT_MAPPINGS, settings: DEFAULT_SETTINGS };

/** What the data access policy grants the function, once it is known everywhere. */
const GRANTED = ['aoss:CreateIndex', 'aoss:DescribeIndex', 'aoss:UpdateIndex'];

describe('search-bootstrap, built, on a collection', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let proxy: FaultyProxy;
  let bootstrap: BuiltFunction;
  /** The policy's permissions as they are now. */
  const permissions: string[] = [];

  before(async function () {
    collection = await TestCollection.start(this, permissions);
    proxy = await FaultyProxy.start(collection);
    bootstrap = BuiltFunction.load('search-bootstrap', { ...CREDENTIALS, SEARCH_ENDPOINT: proxy.url });
  });
  after(async () => {
    await bootstrap?.close();
    await proxy?.close();
    await collection?.close();
  });
  beforeEach(() => {
    permissions.splice(0, permissions.length, ...GRANTED);
    proxy.refuseWith = undefined;
    proxy.faults = [];
  });
  afterEach(() => collection.deleteIndex(INDEX).catch(() => {}));

  it('creates the index with the default mapping and settings', async () => {
    expect(await bootstrap.invoke(DEFAULT)).to.deep.equal({
      index: INDEX,
      result: 'created',
      droppedSettings: [],
    });
    const { mappings, settings } = await described();
    expect(mappings.properties).to.deep.include({
      _cdc: {
        dynamic: 'false',
        properties: {
          id: { type: 'keyword' },
          at: { type: 'long' },
          deleted: { type: 'boolean' },
          refused: { type: 'keyword' },
          item: { type: 'object', enabled: false },
        },
      },
    });
    expect(mappings.dynamic_templates).to.deep.equal(DEFAULT_MAPPINGS.dynamic_templates);
    expect(mappings.date_detection).to.equal(false);
    expect(settings.mapping).to.deep.equal({
      ignore_malformed: 'true',
      depth: { limit: '100' },
      total_fields: { limit: '5000' },
    });
  });

  it('changes nothing the second time, and keeps the documents', async () => {
    await bootstrap.invoke(DEFAULT);
    const first = await described();
    await collection.engine('PUT', `/${INDEX}/_doc/1`, { name: 'kept' });
    expect(await bootstrap.invoke(DEFAULT)).to.deep.equal({
      index: INDEX,
      result: 'updated',
      droppedSettings: [],
    });
    expect((await described()).settings).to.deep.equal(first.settings);
    expect(await collection.documents(INDEX)).to.deep.equal(['{"name":"kept"}']);
  });

  it('adds the field that the mapping has gained, and the setting that has changed', async () => {
    await bootstrap.invoke(DEFAULT);
    const properties = { ...DEFAULT_MAPPINGS.properties, price: { type: 'double' } };
    const settings = { ...DEFAULT_SETTINGS, 'index.mapping.total_fields.limit': 6000 };
    const result = await bootstrap.invoke({
      ...DEFAULT,
      mappings: { ...DEFAULT_MAPPINGS, properties },
      settings,
    });
    expect(result).to.include({ result: 'updated' });
    const now = await described();
    expect(now.mappings.properties).to.deep.include({ price: { type: 'double' } });
    expect(now.mappings.properties).to.have.property('_cdc');
    expect(now.settings.mapping).to.deep.include({ total_fields: { limit: '6000' } });
  });

  it('makes an alias that shows no tombstone, once or again', async () => {
    permissions.push('aoss:CreateCollectionItems');
    const liveAlias = `${INDEX}-live`;
    expect(await bootstrap.invoke({ ...DEFAULT, liveAlias })).to.include({ result: 'created', liveAlias });
    await collection.engine('PUT', `/${INDEX}/_doc/1`, { name: 'live', _cdc: { id: '1', at: 1 } });
    await collection.engine('PUT', `/${INDEX}/_doc/2`, { _cdc: { id: '2', at: 1, deleted: true } });
    expect(await collection.documents(INDEX)).to.have.length(2);
    expect(await collection.documents(liveAlias)).to.deep.equal(['{"name":"live","_cdc":{"id":"1","at":1}}']);

    // As if somebody had made it without its filter.
    await collection.engine('PUT', `/${INDEX}/_alias/${liveAlias}`, {});
    expect(await collection.documents(liveAlias)).to.have.length(2);
    expect(await bootstrap.invoke({ ...DEFAULT, liveAlias })).to.include({ result: 'updated', liveAlias });
    expect(await collection.documents(liveAlias)).to.have.length(1);
  });

  it('maps what marks a tombstone in an index from before', async () => {
    const { deleted: _, ...before } = DEFAULT_MAPPINGS.properties._cdc.properties;
    const properties = { _cdc: { dynamic: false, properties: before } };
    await collection.createIndex(INDEX, { mappings: { ...DEFAULT_MAPPINGS, properties } });
    await bootstrap.invoke(DEFAULT);
    const { mappings } = await described();
    expect(mappings.properties).to.have.nested.property('_cdc.properties.deleted.type', 'boolean');
  });

  it('does not go without the alias: it says what is missing', async () => {
    const { message } = await failureOf({ ...DEFAULT, liveAlias: `${INDEX}-live` }, 5_000);
    expect(message).to.match(/403.*aoss:CreateCollectionItems on the collection/);
  });

  it("fails for an alias that bears an index's name, with OpenSearch's words", async () => {
    permissions.push('aoss:CreateCollectionItems');
    const { message } = await failureOf({ ...DEFAULT, liveAlias: INDEX });
    expect(message).to.include('invalid_alias_name_exception');
  });

  it('waits for an access policy that is not there for the first seconds', async () => {
    permissions.length = 0;
    const created = bootstrap.invoke(DEFAULT);
    await proxyHasSeen(1);
    permissions.push(...GRANTED);
    expect(await created).to.include({ result: 'created' });
  });

  it('waits for an index that is not visible for the first seconds', async () => {
    proxy.faults = ['none', 'missing index'];
    const before = proxy.seen.get('missing index') ?? 0;
    expect(await bootstrap.invoke(DEFAULT)).to.include({ result: 'created' });
    expect(proxy.seen.get('missing index')).to.equal(before + 1);
  });

  for (const fault of ['throttled request', 'unavailable', 'reset after the write'] as const)
    it(`comes through a request that meets: ${fault}`, async () => {
      proxy.faults = [fault];
      expect(await bootstrap.invoke(DEFAULT)).to.include({ index: INDEX });
      expect((await described()).mappings.properties).to.have.property('_cdc');
    });

  it('leaves out the settings that the service refuses, names them, and keeps the others', async () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      'index.no_such_setting': 1,
      index: { another: { unknown: true } },
    };
    const dropped = ['index.no_such_setting', 'index.another.unknown'];
    const before = bootstrap.logLines().length;
    const result = await bootstrap.invoke({ ...DEFAULT, settings });
    expect(result).to.deep.include({ result: 'created' });
    expect((result as { droppedSettings: string[] }).droppedSettings).to.have.members(dropped);
    const [line] = bootstrap.logLines().slice(before);
    expect(line).to.include({ level: 'WARN' });
    expect(line?.droppedSettings).to.have.members(dropped);
    expect((await described()).settings.mapping).to.deep.include({ ignore_malformed: 'true' });
  });

  it('leaves all settings out where the refusal names none', async () => {
    const settings = { 'index.routing_partition_size': 5, 'index.number_of_shards': 1 };
    const result = await bootstrap.invoke({ ...DEFAULT, settings });
    expect((result as { droppedSettings: string[] }).droppedSettings).to.have.members(Object.keys(settings));
  });

  it("fails for a mapping that is wrong with OpenSearch's words and the mend", async () => {
    const mappings = { properties: { price: { type: 'money' } } };
    const { message } = await failureOf({ ...DEFAULT, mappings });
    expect(message).to.include('mapper_parsing_exception');
    expect(message).to.include('No handler for type [money] declared on field [price]');
    expect(message).to.include('Mend what it names');
    expect(message).not.to.match(/\n\s+at /);
  });

  it('fails for a field of another type than the index has, which needs another index', async () => {
    await collection.createIndex(INDEX, { mappings: { properties: { price: { type: 'long' } } } });
    const mappings = { properties: { price: { type: 'keyword' } } };
    const { message } = await failureOf({ ...DEFAULT, mappings });
    expect(message).to.include('mapper [price] cannot be changed from type [long] to [keyword]');
    expect(message).to.include('an index of another name');
  });

  const denials: readonly [what: string, deny: () => void, mend: RegExp][] = [
    [
      'access policy',
      () => {
        permissions.length = 0;
      },
      /403.*aoss:APIAccessAll.*aoss:CreateIndex, aoss:DescribeIndex and aoss:UpdateIndex/,
    ],
    [
      'network policy',
      () => {
        proxy.refuseWith = { status: 401, body: { message: 'Unauthorized' } };
      },
      /401.*network policy.*VPC endpoint/,
    ],
  ];
  for (const [what, deny, mend] of denials)
    it(`says what is missing when no ${what} ever admits it, well before its time is over`, async () => {
      deny();
      const remainingMs = 5_000;
      const started = Date.now();
      const { name, message } = await failureOf(DEFAULT, remainingMs);
      expect(Date.now() - started).to.be.lessThan(0.85 * remainingMs);
      expect(name).to.equal('ConfigurationError');
      expect(message).to.match(mend);
    });

  for (const payload of [
    null,
    'orders',
    {},
    { ...DEFAULT, index: '' },
    { ...DEFAULT, mappings: [] },
    { index: INDEX, mappings: {} },
    { liveAlias: '', ...DEFAULT },
    { liveAlias: true, ...DEFAULT },
  ])
    it(`says what it must be invoked with when that is ${JSON.stringify(payload)?.slice(0, 50)}`, async () => {
      const { name, message } = await failureOf(payload);
      expect(name).to.equal('ConfigurationError');
      expect(message).to.match(
        /^The invocation must give an index name and the objects "mappings" and "settings"/,
      );
    });

  async function failureOf(payload: unknown, remainingMs?: number): Promise<Error> {
    const failure = await bootstrap.invoke(payload, remainingMs).then(
      () => undefined,
      (error: Error) => error,
    );
    if (failure === undefined) throw new Error('the function did not fail');
    return failure;
  }

  async function proxyHasSeen(requests: number): Promise<void> {
    const before = [...proxy.seen.values()].reduce((sum, n) => sum + n, 0);
    const seen = () => [...proxy.seen.values()].reduce((sum, n) => sum + n, 0) - before;
    while (seen() < requests) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async function described(): Promise<Described> {
    const answer: Record<
      string,
      { mappings: Described['mappings']; settings: { index: Described['settings'] } }
    > = JSON.parse(await collection.engine('GET', `/${INDEX}`));
    const index = answer[INDEX];
    if (index === undefined) throw new Error(`there is no index ${INDEX}`);
    return { mappings: index.mappings, settings: index.settings.index };
  }
});

interface Described {
  readonly mappings: Readonly<Record<string, unknown>> & { readonly properties: object };
  readonly settings: Readonly<Record<string, unknown>>;
}

describe('search-indexer, before search-bootstrap has run', function () {
  this.timeout(60_000);
  let collection: TestCollection;
  let parking: ParkingService;
  let indexer: BuiltFunction;

  before(async function () {
    collection = await TestCollection.start(this);
    parking = await ParkingService.start();
    indexer = loadIndexer({ endpoint: collection.url, index: INDEX, parking });
  });
  after(async () => {
    await indexer?.close();
    await parking?.close();
    await collection?.close();
  });

  it('cannot create the index: it acknowledges nothing and parks nothing', async () => {
    const event = kinesisEvent([
      { keys: { id: { S: 'a' } }, newImage: { id: { S: 'a' } }, at: 1_720_740_233_000_000 },
    ]);
    const failure = await indexer.invoke(event).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).to.contain('No change was acknowledged and none was parked');
    expect(parking.objects.size).to.equal(0);
    const missing = await collection.engine('GET', `/${INDEX}`).catch((error: Error) => error.message);
    expect(missing).to.contain('index_not_found_exception');
  });
});
