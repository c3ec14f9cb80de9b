import {
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateScan,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Emulator } from '../aws/emulator';
import type { Item } from './comparison';

/** DynamoDB takes at most 25 writes a request. */
const BATCH = 25;
const CONCURRENCY = 4;

/** The deployed table, as any of its users sees it. */
export class Table {
  private readonly client: DynamoDBClient;

  constructor(
    { credentials, region, endpoint }: Pick<Emulator, 'credentials' | 'region' | 'endpoint'>,
    private readonly name: string,
  ) {
    this.client = new DynamoDBClient({ credentials, region, endpoint });
  }

  /** Puts all items; tells how many are done as it goes. */
  load(items: readonly Item[], onProgress: (done: number) => void): Promise<void> {
    return this.write(
      items.map((Item) => ({ PutRequest: { Item } })),
      onProgress,
    );
  }

  /** Deletes the items, by their ids. */
  remove(items: readonly Item[]): Promise<void> {
    return this.write(
      items.flatMap(({ id }) => (id === undefined ? [] : [{ DeleteRequest: { Key: { id } } }])),
      () => {},
    );
  }

  async items(): Promise<Item[]> {
    const items: Item[] = [];
    const pages = paginateScan({ client: this.client }, { TableName: this.name, ConsistentRead: true });
    for await (const page of pages) items.push(...(page.Items ?? []));
    return items;
  }

  private async write(requests: readonly WriteRequest[], onProgress: (done: number) => void): Promise<void> {
    const batches = chunks(requests, BATCH).values();
    let done = 0;
    const worker = async () => {
      for (const batch of batches) {
        await this.writeBatch(batch);
        done += batch.length;
        onProgress(done);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  }

  private async writeBatch(batch: WriteRequest[]): Promise<void> {
    for (let writes = batch; writes.length > 0; ) {
      const answer = await this.client.send(
        new BatchWriteItemCommand({ RequestItems: { [this.name]: writes } }),
      );
      writes = answer.UnprocessedItems?.[this.name] ?? [];
    }
  }
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
}
