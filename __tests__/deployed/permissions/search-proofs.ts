import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { expect } from 'chai';
import { CollectionReader } from '../../../local/demo/collection-reader';
import { ItemsApiClient } from '../../../local/demo/items-api-client';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from '../../../modules/search-index';
import { changeRecord, type ItemChange, kinesisRecord } from '../../functions/kinesis-events';
import { streamsRecord } from '../../functions/streams-events';
import type { Deployment } from '../deployment';
import { DeployedFunction } from './deployed-function';
import { failure, logProofs, unparked, unread } from './function-proofs';
import type { Proof, Proofs } from './proof';
import { readingProofs, type StreamKind } from './reading-proofs';

const indexed = (deployment: Deployment, id: string) => async () =>
  (await readerOf(deployment).document(`S=${id}`)) !== undefined;

/** The collection refuses a change with this attribute, and the function says so. */
function unindexed(kind: StreamKind, attribute: object): Proof {
  const event = ({ outputs }: Deployment) => {
    const id = { S: randomUUID() };
    const change: ItemChange = {
      table: outputs.table_name ?? '',
      keys: { id },
      newImage: { id, ...attribute },
      at: Date.now() * 1_000,
    };
    return {
      Records: [kind === 'kinesis' ? kinesisRecord(changeRecord(change), 0) : streamsRecord(change, 0)],
    };
  };
  return failure(
    'search-indexer',
    event,
    /^ConfigurationError: The collection refused the write with status 403/,
  );
}

/** OpenSearch takes both values only once the function has mapped the attribute. */
const mixedTypes = () => ({ [`mixed-${randomUUID()}`]: { L: [{ BOOL: true }, { N: '1' }] } });

export function indexerProofs(kind: StreamKind): Proofs {
  const garbage =
    kind === 'kinesis'
      ? kinesisRecord('garbage', 1)
      : streamsRecord({ table: 'of-somebody-else', keys: { id: { S: 'x' } }, at: 0 }, 1);
  return {
    ...readingProofs(kind, unread('search-indexer', indexed)),
    'aoss:APIAccessAll': unindexed(kind, {}),
    's3:PutObject': unparked('search-indexer', garbage),
    'sqs:SendMessage': unparked('search-indexer', garbage),
    ...logProofs('search-indexer'),
  };
}

/** With enhanced fan-out Lambda subscribes to the stream. */
export const SUBSCRIBER_PROOFS: Proofs = { 'kinesis:SubscribeToShard': unread('search-indexer', indexed) };

export const indexerDataProofs = (kind: StreamKind): Proofs => ({
  'aoss:UpdateIndex': unindexed(kind, mixedTypes()),
  'aoss:WriteDocument': unindexed(kind, {}),
});

const unbootstrapped = failure(
  'search-bootstrap',
  ({ outputs }) => ({
    index: outputs.index_name,
    mappings: DEFAULT_MAPPINGS,
    settings: DEFAULT_SETTINGS,
    ...(outputs.sweeper_function_name && { liveAlias: `${outputs.index_name}-live` }),
  }),
  /^ConfigurationError: .*403/,
  // It waits for access until its time is up.
  { timeoutSeconds: 3 },
);

export const BOOTSTRAP_PROOFS: Proofs = {
  'aoss:APIAccessAll': unbootstrapped,
  ...logProofs('search-bootstrap'),
};

export const BOOTSTRAP_DATA_PROOFS: Proofs = {
  'aoss:CreateIndex': unbootstrapped,
  'aoss:DescribeIndex': unbootstrapped,
  'aoss:UpdateIndex': unbootstrapped,
};

/** With soft deletes it makes an alias, too. */
export const ALIAS_DATA_PROOFS: Proofs = {
  ...BOOTSTRAP_DATA_PROOFS,
  'aoss:CreateCollectionItems': unbootstrapped,
};

const unswept = failure('search-sweeper', () => ({}), /^ConfigurationError: Could not .*403/);

export const SWEEPER_PROOFS: Proofs = { 'aoss:APIAccessAll': unswept, ...logProofs('search-sweeper') };

/** It finds a tombstone that is old enough, and may not remove it. */
const unremoved: Proof = async (deployment) => {
  const indexer = await DeployedFunction.of(deployment, 'search-indexer');
  const keys = { id: { S: randomUUID() } };
  const change = { table: deployment.outputs.table_name ?? '', keys, at: Date.UTC(2020, 0, 1) * 1_000 };
  await indexer.invoke({ Records: [kinesisRecord(changeRecord(change), 0)] });
  // A search finds it a second later.
  await sleep(1_200);
  return unswept(deployment);
};

export const SWEEPER_DATA_PROOFS: Proofs = {
  'aoss:ReadDocument': unswept,
  'aoss:WriteDocument': unremoved,
};

/** The reader, who is the developer, is refused. */
function unreadable(path: (index: string) => string): Proof {
  return async (deployment) => {
    const { emulator } = deployment.environment;
    const signer = AwsSigv4Signer({
      region: emulator.region,
      service: 'aoss',
      getCredentials: async () => emulator.credentials,
    });
    const { transport } = new Client({ ...signer, node: deployment.outputs.search_endpoint ?? '' });
    const read = () => transport.request({ method: 'GET', path: path(deployment.outputs.index_name ?? '') });
    const refused = await read().catch((error: Error) => error);
    expect(refused).to.have.property('statusCode', 403);
    return read;
  };
}

export const READER_DATA_PROOFS: Proofs = {
  'aoss:DescribeCollectionItems': unreadable(() => '/_alias'),
  'aoss:DescribeIndex': unreadable((index) => `/${index}/_mapping`),
  'aoss:ReadDocument': unreadable((index) => `/${index}/_search`),
};

type Call = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object];

/** The API answers that it failed. */
function unserved(callOf: (id: string) => Call): Proof {
  return async (deployment) => {
    const api = apiOf(deployment);
    const call = callOf(ITEM.id);
    const failed = await api.call(...call).catch((error: Error) => error);
    expect(String(failed)).to.match(/: 500 /);
    return () => api.call(...call);
  };
}

/** Put first, deleted last: the proofs stand in this order. */
const ITEM = { id: `of-the-api-${randomUUID()}`, name: 'Solaris' };

export const ITEMS_API_PROOFS: Proofs = {
  'dynamodb:PutItem': unserved((id) => ['PUT', `/items/${id}`, { name: ITEM.name }]),
  'dynamodb:GetItem': unserved((id) => ['GET', `/items/${id}`]),
  'dynamodb:Scan': unserved(() => ['GET', '/items']),
  'dynamodb:DeleteItem': unserved((id) => ['DELETE', `/items/${id}`]),
  ...logProofs('items-api'),
};

function readerOf({ environment, outputs }: Deployment): CollectionReader {
  return new CollectionReader(environment.emulator, outputs.search_endpoint ?? '', outputs.index_name ?? '');
}

function apiOf({ environment, outputs }: Deployment): ItemsApiClient {
  return new ItemsApiClient(environment.emulator, {
    id: outputs.api_id ?? '',
    stage: outputs.api_stage ?? '',
  });
}
