import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { parse } from 'lossless-json';
import { EmptyArchiveError, openArchive } from '../../cli/archive';
import { compare, type Item, isEqual, type PlainItem } from '../../local/demo/comparison';
import { movies } from '../../local/demo/data-set';
import { poll } from '../../local/demo/poll';
import { Table } from '../../local/demo/table';
import { AWKWARD_ITEMS } from './awkward-items';
import { Deployment } from './deployment';

/** What each pipeline into an archive does once it is deployed; `more` is what only this one does. */
export function describeArchivePipeline(
  stack: 'kinesis-to-s3' | 'streams-to-s3',
  more: (deployment: () => Deployment) => void = () => {},
): void {
  describe(`the deployed pipeline ${stack}`, function () {
    this.timeout(120_000);
    let deployment: Deployment;
    let table: Table;
    let source: string;

    before(async function () {
      deployment = await Deployment.of(this, stack);
      const { environment, outputs } = deployment;
      table = new Table(environment.emulator, outputs.table_name ?? '');
      source = `s3://${outputs.archive_bucket}`;
    });
    after(() => deployment?.stop());

    it('misses none of the first changes', async () => {
      await table.load(AWKWARD_ITEMS, () => {});
      await replayed(AWKWARD_ITEMS.length, await table.items());
    });

    it('has an empty plan right after the deploy', () => deployment.expectEmptyPlan());

    it('keeps 3,201 films, edits and deletions, from which the table is rebuilt, as of any time', async () => {
      const before = await changes();
      const films = movies().items;
      const edited = films.filter((_, i) => i % 7 === 0).map((film) => ({ ...film, Edition: { N: '2.50' } }));
      const removed = films.filter((_, i) => i % 11 === 0);
      await table.load(films, () => {});
      await table.load(edited, () => {});
      await table.remove(removed);
      await replayed(before + films.length + edited.length + removed.length, await table.items());
    });

    it('compresses the objects, in a partition of the table and the day', async () => {
      const s3 = new S3Client({ ...deployment.clientSettings(), forcePathStyle: true });
      const Bucket = deployment.outputs.archive_bucket;
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'changes/' }));
      expect(Contents).to.not.deep.equal([]);
      for (const { Key } of Contents)
        expect(Key).to.match(
          new RegExp(`^changes/table=${stack}/date=\\d{4}-\\d\\d-\\d\\d/${stack}-archive-1-[\\w-]+\\.gz$`),
        );
    });

    more(() => deployment);

    it('is destroyed whole', async function () {
      this.timeout(240_000);
      await deployment.expectDestroyedWhole();
    });

    /** Waits until the archive has so many changes; its replay must then be these items. */
    async function replayed(count: number, items: readonly Item[]): Promise<void> {
      const archive = await poll(
        async () => {
          const found = await opened();
          if (found === undefined || found.changes >= count) return found;
          await found.close();
        },
        { what: `The last of ${count} changes`, intervalMs: 500 },
      );
      try {
        expect(archive.changes).to.equal(count);
        const replay = await archive.replay();
        const copies: PlainItem[] = [];
        for await (const text of replay.json()) copies.push(parse(text) as PlainItem);
        const comparison = compare(items, copies, ['id']);
        expect(isEqual(comparison), JSON.stringify(comparison).slice(0, 1_000)).to.equal(true);
        expect(comparison.equal).to.equal(items.length);
      } finally {
        await archive.close();
      }
    }

    async function changes(): Promise<number> {
      const archive = await opened();
      await archive?.close();
      return archive?.changes ?? 0;
    }

    function opened() {
      return openArchive(source, { s3: deployment.clientSettings() }).catch((error) => {
        if (error instanceof EmptyArchiveError) return undefined;
        throw error;
      });
    }
  });
}
