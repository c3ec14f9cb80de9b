import { setTimeout as sleep } from 'node:timers/promises';
import type { Coverage } from '../../coverage';
import { type DeliveryStep, deliver, type GivenUpFor, type StreamRecord } from '../../delivery';
import { ExecutionEnvironments } from '../../execution-environments';
import { loadIndexer } from '../load-indexer';
import { type History, MAX_BODY_BYTES } from './history';
import { AMBIGUOUS, EXCEPTION, HALVES_AT_ONCE, Orders } from './situations';
import { documentId, type Parked, type Source, TableModel } from './table-model';
import { isMet, makeTrouble, type Stage } from './trouble';

/** Plays a history against the built function and the real engine, and looks at every step of it. */
export class HistoryRun {
  private readonly model: TableModel;
  private readonly orders: Orders;
  private readonly environments: ExecutionEnvironments;
  private readonly givenUp = new Set<StreamRecord>();
  private readonly acknowledged = new Set<StreamRecord>();
  private readonly problems: string[] = [];
  private readonly steps: string[] = [];
  private isOver = false;

  constructor(
    private readonly history: History,
    private readonly stage: Stage,
    private readonly index: string,
    private readonly coverage: Coverage,
  ) {
    const { proxy, parking } = stage;
    this.model = new TableModel(history);
    this.orders = new Orders(history.source, (order) => coverage.saw(order));
    this.environments = new ExecutionEnvironments(() =>
      loadIndexer({
        endpoint: proxy.url,
        index,
        parking,
        softDelete: history.softDelete,
        requestTimeoutSeconds: 1,
      }),
    );
  }

  /** @throws an error that tells what does not hold, and the steps that led there */
  async play(): Promise<void> {
    const { history, environments, stage } = this;
    this.setTheStage();
    environments.faults = [...history.invocationFaults];
    const end = await makeTrouble(history.trouble, stage, this.index);
    const healed = this.heal(end);
    try {
      await deliver(history.lines, history.mapping, {
        invoke: (event) => environments.invoke(event, history.timeoutMs),
        onBatch: (batch) => this.noteBatch(batch),
        onAcknowledged: (records) => this.lookAtAcknowledged(records),
        onGivenUp: (records, condition) => this.noteGivenUp(records, condition),
        onStep: (step) => this.noteStep(step),
      });
      this.isOver = true;
      await healed;
      await stage.proxy.settled();
      await this.lookAtEnd();
    } catch (error) {
      this.problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      this.isOver = true;
      await healed;
      await environments.close();
      await stage.proxy.settled();
    }
    await stage.collection.deleteIndex(this.index);
    this.count();
    if (this.problems.length === 0) return;
    throw new Error([...new Set(this.problems), 'The steps of it:', ...this.steps].join('\n  '));
  }

  private setTheStage(): void {
    const { proxy, parking } = this.stage;
    parking.reset();
    proxy.reset();
    proxy.maxBodyBytes = MAX_BODY_BYTES;
    proxy.faults = [...this.history.faults];
  }

  /** Ends the trouble some time after it was met, or when all is over. */
  private async heal(end: () => Promise<void> | void): Promise<void> {
    const { trouble, troubleMs } = this.history;
    while (!isMet(trouble, this.stage) && !this.isOver) await sleep(5);
    if (!this.isOver) await sleep(troubleMs);
    await end();
    if (isMet(trouble, this.stage)) this.coverage.saw(`at first: ${trouble}`);
  }

  private noteBatch(batch: readonly StreamRecord[]): void {
    this.coverage.saw('batches');
    this.model.deliver(batch);
    this.orders.note(batch.map((record) => this.model.tells(record)));
    this.steps.push(`delivered ${this.named(batch)}`);
  }

  private async lookAtAcknowledged(records: readonly StreamRecord[]): Promise<void> {
    this.steps.push(`acknowledged ${this.named(records)}`);
    for (const record of records) this.acknowledged.add(record);
    const documents = await this.documentsOf(this.model.changesIn(records).map(({ item }) => item));
    this.problems.push(
      ...this.model.acknowledge(records, documents, this.parked(), this.stage.proxy.lateWrites),
    );
  }

  private async lookAtEnd(): Promise<void> {
    const { history, model, stage, coverage } = this;
    const records = history.records.map(({ record }) => record);
    const lost = records.filter((record) => !this.acknowledged.has(record) && !this.givenUp.has(record));
    if (lost.length > 0) this.problems.push(`neither acknowledged nor given up: ${this.named(lost)}`);
    const documents = await this.allDocuments();
    const parked = this.parked();
    this.problems.push(...model.end(documents, parked, stage.proxy.lateWrites));
    for (const object of parked.values()) coverage.saw(`parked as ${object.reason}`);
    for (const { _cdc = {} } of [...documents.values()].map((source) => source ?? {})) {
      if (_cdc.refused !== undefined)
        coverage.saw(_cdc.item ? 'marker in the index' : 'bare marker in the index');
    }
    const last = new Map(history.changes.map((change) => [change.item, change]));
    const done = new Set(model.changesIn([...this.acknowledged]));
    for (const change of last.values())
      if (!done.has(change)) coverage.saw('item whose last change was given up');
  }

  private noteGivenUp(records: readonly StreamRecord[], condition: GivenUpFor): void {
    this.steps.push(`given up for ${condition}: ${this.named(records)}`);
    for (const record of records) this.givenUp.add(record);
  }

  private noteStep(step: DeliveryStep): void {
    this.coverage.saw(step);
    this.steps.push(step);
  }

  private named(records: readonly StreamRecord[]): string {
    const tells = records.map((record) => this.model.tells(record).tells);
    return tells.map((what) => (typeof what === 'object' ? what.number : what)).join(' ');
  }

  /** What has its object and its message. */
  private parked(): Parked {
    const { objects, messages } = this.stage.parking;
    const told = new Set(messages.map(({ key }) => `/parking/${key}`));
    const complete = [...objects].filter(([key]) => told.has(key)).map(([, object]) => object);
    return new Map(complete.map((object) => [String(Object(object.position).sequenceNumber), object]));
  }

  /** As they are at this moment, refreshed or not. */
  private async documentsOf(items: readonly number[]): Promise<ReadonlyMap<number, Source>> {
    const unique = [...new Set(items)];
    if (unique.length === 0) return new Map();
    const ids = unique.map(documentId);
    const text = await this.stage.collection.engine('POST', `/${this.index}/_mget`, { ids });
    const { docs }: { docs: { _source?: NonNullable<Source> }[] } = JSON.parse(text);
    return new Map(unique.map((item, i) => [item, seen(docs[i]?._source)]));
  }

  private async allDocuments(): Promise<ReadonlyMap<number, Source>> {
    const sources = await this.stage.collection.documents(this.index);
    const parsed = sources.map((text): NonNullable<Source> => JSON.parse(text));
    const tombstones = parsed.filter(({ _cdc }) => _cdc?.deleted === true);
    this.coverage.saw('tombstone in the index', tombstones.length);
    return new Map(parsed.map((source) => [itemOf(source), seen(source)]));
  }

  private count(): void {
    const { proxy, parking } = this.stage;
    const { coverage, environments } = this;
    for (const [fault, times] of proxy.seen) {
      coverage.saw(`request: ${fault}`, times);
      if (AMBIGUOUS.has(fault)) coverage.saw('ambiguous requests', times);
    }
    for (const [outcome, times] of proxy.outcomes) coverage.saw(`told: ${outcome}`, times);
    for (const [fault, times] of environments.seen) coverage.saw(`invocation: ${fault}`, times);
    coverage.saw('refused by s3', parking.refused.get('s3') ?? 0);
    coverage.saw('refused by sqs', parking.refused.get('sqs') ?? 0);
    coverage.saw('not answered by s3', parking.refused.get('hanging s3') ?? 0);
    coverage.saw(HALVES_AT_ONCE, proxy.largeAtOnce);
    coverage.saw('late writes applied', proxy.lateWrites.length);
    coverage.saw('late writes refused for their version', proxy.lateConflicts);
    coverage.saw(EXCEPTION, this.model.excused);
  }
}

/** A tombstone is hidden from searches. */
function seen(source: Source): Source {
  return source?._cdc?.deleted === true ? undefined : source;
}

/** The item by the document's id: `S=item 3`. */
function itemOf({ _cdc }: NonNullable<Source>): number {
  return Number(String(_cdc?.id).replace('S=item ', ''));
}
