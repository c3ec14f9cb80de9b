import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './json-to-attribute-value';
import type { Page } from './page';

/** The table of the items, keyed by the string `id`. */
export class ItemStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** False when there is an item of that id already. */
  create(item: Item): Promise<boolean> {
    return conditionHeld(
      this.client.send(
        new PutItemCommand({
          TableName: this.table,
          Item: item,
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      ),
    );
  }

  /** Creates the item, or replaces it as a whole. */
  async put(item: Item): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.table, Item: item }));
  }

  /** Sees every write that was answered before. */
  async get(id: string): Promise<Item | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item;
  }

  /** False when there was no such item. */
  delete(id: string): Promise<boolean> {
    return conditionHeld(
      this.client.send(
        new DeleteItemCommand({
          TableName: this.table,
          Key: { id: { S: id } },
          ConditionExpression: 'attribute_exists(id)',
        }),
      ),
    );
  }

  /** One page, in no particular order; `last` is the id to go on after, absent on the last page. */
  async list({ limit, after }: Page): Promise<{ readonly items: readonly Item[]; readonly last?: string }> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new ScanCommand({
        TableName: this.table,
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: { id: { S: after } } }),
      }),
    );
    const last = LastEvaluatedKey?.id?.S;
    return last === undefined ? { items: Items } : { items: Items, last };
  }
}

async function conditionHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
