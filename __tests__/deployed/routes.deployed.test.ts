import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect } from 'chai';
import { CollectionReader } from '../../local/demo/collection-reader';
import { ItemsApiClient } from '../../local/demo/items-api-client';
import { poll } from '../../local/demo/poll';
import { Deployment } from './deployment';
import { describeLacks } from './permissions/permissions';
import { SETTINGS_PROOFS } from './permissions/proofs';

const ROUTES = [
  { indexName: 'films', filter: { type: ['film'] }, rename: { name: 'title' } },
  { indexName: 'books', filter: { type: ['book'] } },
];

describe('the deployed pipeline with routes, soft deletes and enhanced fan-out', function () {
  this.timeout(120_000);
  let deployment: Deployment;
  let api: ItemsApiClient;

  before(async function () {
    deployment = await Deployment.of(this, 'kinesis-to-search', {
      CDC_ROUTES: JSON.stringify(ROUTES),
      CDC_SOFT_DELETE: 'true',
      CDC_ENHANCED_FAN_OUT: 'true',
    });
    const { environment, outputs } = deployment;
    api = new ItemsApiClient(environment.emulator, {
      id: outputs.api_id ?? '',
      stage: outputs.api_stage ?? '',
    });
  });
  after(() => deployment?.stop());

  it('has an empty plan right after the deploy', () => deployment.expectEmptyPlan());

  it('moves an item from index to index, and hides it once it is deleted', async () => {
    const { id } = (await api.call('POST', '/items', { name: 'Solaris', type: 'book' })) as { id: string };
    expect(await found('books-live')).to.deep.equal([{ id, name: 'Solaris', type: 'book' }]);
    await api.call('PUT', `/items/${id}`, { name: 'Solaris', type: 'film' });
    expect(await found('films-live')).to.deep.equal([{ id, title: 'Solaris', type: 'film' }]);
    expect(await found('books-live', 0)).to.deep.equal([]);
    await api.call('DELETE', `/items/${id}`);
    expect(await found('films-live', 0)).to.deep.equal([]);
    for (const index of ['books', 'films']) {
      const tombstone = await reader(index).document(`S=${id}`);
      expect(tombstone).to.have.nested.property('_cdc.deleted', true);
    }
  });

  it('sweeps, and leaves what is not old', async () => {
    const lambda = new LambdaClient(deployment.clientSettings());
    const FunctionName = deployment.outputs.sweeper_function_name;
    const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName }));
    expect(FunctionError).to.equal(undefined);
    expect((await reader('films').search({ query: { match_all: {} } })).total).to.equal(1);
  });

  describeLacks('kinesis-to-search', () => deployment, SETTINGS_PROOFS);

  function reader(index: string): CollectionReader {
    const { environment, outputs } = deployment;
    return new CollectionReader(environment.emulator, outputs.search_endpoint ?? '', index);
  }

  /** What a search of the alias finds, once it is so many documents. */
  function found(alias: string, count = 1): Promise<object[]> {
    const search = async () => {
      const { total, sources } = await reader(alias).search({ query: { match_all: {} } });
      return total === count ? sources.map(({ _cdc, ...item }) => item) : undefined;
    };
    return poll(search, { what: `${count} documents of ${alias}` });
  }
});
