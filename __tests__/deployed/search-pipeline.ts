import {
  GetAccessPolicyCommand,
  OpenSearchServerlessClient,
  UpdateAccessPolicyCommand,
} from '@aws-sdk/client-opensearchserverless';
import { expect } from 'chai';
import { CollectionReader } from '../../local/demo/collection-reader';
import { compare, isEqual } from '../../local/demo/comparison';
import { movies } from '../../local/demo/data-set';
import { indexedItems } from '../../local/demo/document-item';
import { FunctionProgress } from '../../local/demo/function-progress';
import { ItemsApiClient } from '../../local/demo/items-api-client';
import { PIPELINES } from '../../local/demo/pipelines';
import { poll } from '../../local/demo/poll';
import { Table } from '../../local/demo/table';
import { AWKWARD_ITEMS } from './awkward-items';
import { Deployment } from './deployment';

/** What each pipeline into a search collection does once it is deployed; `more` is what only this one does. */
export function describeSearchPipeline(
  stack: 'kinesis-to-search' | 'streams-to-search',
  more: (deployment: () => Deployment) => void = () => {},
): void {
  describe(`the deployed pipeline ${stack}`, function () {
    this.timeout(120_000);
    let deployment: Deployment;
    let reader: CollectionReader;
    let api: ItemsApiClient;
    let table: Table;
    let progress: FunctionProgress;

    before(async function () {
      deployment = await Deployment.of(this, stack);
      const { environment, outputs } = deployment;
      const { emulator } = environment;
      reader = new CollectionReader(emulator, outputs.search_endpoint ?? '', outputs.index_name ?? '');
      api = new ItemsApiClient(emulator, { id: outputs.api_id ?? '', stage: outputs.api_stage ?? '' });
      table = new Table(emulator, outputs.table_name ?? '');
      progress = new FunctionProgress(emulator, outputs.function_name ?? '');
    });
    after(() => deployment?.stop());

    it('has an empty plan right after the deploy', () => deployment.expectEmptyPlan());

    it('follows an item through its life', async () => {
      const { id } = await create({ name: 'Test Kinesis Stream Pipeline', type: 'Test' });
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
      await poll(async () => ((await reader.document(`S=${id}`)) ? undefined : true), {
        what: 'The deletion',
      });
    });

    it('refuses an unsigned call, and a body without a name', async () => {
      const { environment, outputs } = deployment;
      const url = `${environment.emulator.endpoint}/_aws/execute-api/${outputs.api_id}/${outputs.api_stage}/items`;
      expect((await fetch(url)).status).to.equal(403);
      const failure = await api.call('POST', '/items', { type: 'Test' }).catch((error: Error) => error);
      expect(String(failure)).to.match(/400 .*name/);
    });

    it('ends with 3,201 films and every awkward item as they are in the table', async () => {
      const before = await progress.finished();
      const loaded = [...movies().items, ...AWKWARD_ITEMS];
      await table.load(loaded, () => {});
      await poll(async () => ((await progress.finished()) >= before + loaded.length ? true : undefined), {
        what: 'The end of the stream',
        intervalMs: 200,
      });
      const { equal } = await poll(
        async () => {
          const comparison = compare(await table.items(), await indexedItems(reader), ['id']);
          expect(comparison.different).to.deep.equal([]);
          return isEqual(comparison) ? comparison : undefined;
        },
        { what: 'Equality', timeoutSeconds: 20, intervalMs: 500 },
      );
      expect(equal).to.equal(loaded.length);
    });

    more(() => deployment);

    it('loses nothing while the access policy does not admit it', async () => {
      const collections = new OpenSearchServerlessClient(deployment.clientSettings());
      const { collection: name } = PIPELINES[stack];
      const { accessPolicyDetail: deployed } = await collections.send(
        new GetAccessPolicyCommand({ name, type: 'data' }),
      );
      const update = async (policy: unknown, policyVersion: string | undefined) => {
        const { accessPolicyDetail } = await collections.send(
          new UpdateAccessPolicyCommand({
            name,
            type: 'data',
            policyVersion,
            policy: JSON.stringify(policy),
          }),
        );
        return accessPolicyDetail?.policyVersion;
      };
      const rules: { Principal: string[] }[] = JSON.parse(JSON.stringify(deployed?.policy));
      const withoutIndexer = rules.filter(
        ({ Principal }) => !Principal.includes(deployment.outputs.function_role_arn ?? ''),
      );
      expect(withoutIndexer.length).to.equal(rules.length - 1);
      const failures = await progress.failures();
      const version = await update(withoutIndexer, deployed?.policyVersion);
      const { id } = await create({ name: 'Held', type: 'Test' });
      await poll(async () => ((await progress.failures()) > failures ? true : undefined), {
        what: 'A refusal',
      });
      expect(await reader.document(`S=${id}`)).to.equal(undefined);
      await update(rules, version);
      await poll(() => reader.document(`S=${id}`), { what: 'The held change' });
    });

    it('is destroyed whole', async function () {
      this.timeout(240_000);
      await deployment.expectDestroyedWhole();
    });

    async function create(item: object): Promise<{ id: string }> {
      return (await api.call('POST', '/items', item)) as { id: string };
    }
  });
}
