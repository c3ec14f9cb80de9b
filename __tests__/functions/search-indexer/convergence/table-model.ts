import { isDeepStrictEqual } from 'node:util';
import { type StreamRecord, sequenceNumber } from '../../delivery';
import type { LateWrite } from '../../faulty-proxy';
import type { History, TableChange, ToldRecord } from './history';

/** A document's `_source`; undefined where there is none. */
export type Source = { readonly _cdc?: Readonly<Record<string, unknown>> } | undefined;

/** What is parked: the object, by the sequence number of its record. */
export type Parked = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/**
 * What must hold of the index, given what was delivered so far. Problems are told in sentences.
 *
 * An item's document stands for one of its changes. Once a change is acknowledged, that may be the change itself or
 * any later one that has been delivered; at the end, with nothing given up, it is the last.
 */
export class TableModel {
  private readonly told: ReadonlyMap<string, ToldRecord>;
  private readonly delivered = new Set<TableChange>();
  /** The last acknowledged change of each item. */
  private readonly acknowledged = new Map<number, TableChange>();
  /** Late writes that explain what is not as it should be: the exception that is stated for DynamoDB Streams. */
  excused = 0;

  constructor(private readonly history: History) {
    this.told = new Map(history.records.map((known) => [sequenceNumber(known.record), known]));
  }

  tells(record: StreamRecord): ToldRecord {
    const told = this.told.get(sequenceNumber(record));
    if (told === undefined) throw new RangeError(`no record has the number ${sequenceNumber(record)}`);
    return told;
  }

  changesIn(records: readonly StreamRecord[]): TableChange[] {
    return records.flatMap((record) => {
      const { tells } = this.tells(record);
      return typeof tells === 'object' ? [tells] : [];
    });
  }

  deliver(records: readonly StreamRecord[]): void {
    for (const change of this.changesIn(records)) this.delivered.add(change);
  }

  /** Looks at records that were acknowledged just now. */
  acknowledge(
    records: readonly StreamRecord[],
    documents: ReadonlyMap<number, Source>,
    parked: Parked,
    late: readonly LateWrite[],
  ): string[] {
    for (const change of this.changesIn(records)) {
      const last = this.acknowledged.get(change.item);
      if (last === undefined || change.number > last.number) this.acknowledged.set(change.item, change);
    }
    return records.flatMap((record) => {
      const { tells } = this.tells(record);
      if (typeof tells === 'object') return this.problemsOf(tells, documents.get(tells.item), parked, late);
      return parked.has(sequenceNumber(record)) ? [] : [`a record is acknowledged and not parked: ${tells}`];
    });
  }

  /** Looks at the index and at what is parked when everything is acknowledged or given up. */
  end(documents: ReadonlyMap<number, Source>, parked: Parked, late: readonly LateWrite[]): string[] {
    const items = new Set(this.history.changes.map(({ item }) => item));
    return [
      ...[...items].flatMap((item) => this.problemsOfItem(item, documents.get(item), parked, late)),
      ...[...documents.keys()]
        .filter((item) => !items.has(item))
        .map((item) => `there is a document of item ${item}, which never was`),
      ...[...parked].flatMap(([number, object]) => this.problemsOfParked(number, object)),
    ];
  }

  private problemsOfItem(
    item: number,
    document: Source,
    parked: Parked,
    late: readonly LateWrite[],
  ): string[] {
    const last = this.acknowledged.get(item);
    if (last !== undefined) return this.problemsOf(last, document, parked, late);
    const standsForOne = [...this.delivered].some((change) => standsFor(document, change));
    return document === undefined || standsForOne
      ? []
      : [`item ${item} stands for no change of it: ${JSON.stringify(document)}`];
  }

  private problemsOf(
    change: TableChange,
    document: Source,
    parked: Parked,
    late: readonly LateWrite[],
  ): string[] {
    const later = this.laterChanges(change);
    if (later.some((change) => standsFor(document, change))) return [];
    if (standsFor(document, change)) {
      if (change.content.kind !== 'poison' || this.isParked(change, parked)) return [];
      return [`change ${change.number} is refused, acknowledged, and not parked`];
    }
    if (this.isExcused(change, document, late)) {
      this.excused++;
      return [];
    }
    return [
      `after change ${change.number} of item ${change.item} was acknowledged, and ` +
        `${later.map(({ number }) => number).join(', ') || 'no later one'} delivered, ` +
        `its document is ${document === undefined ? 'not there' : JSON.stringify(document)}`,
    ];
  }

  private laterChanges({ item, number }: TableChange): TableChange[] {
    return [...this.delivered].filter((other) => other.item === item && other.number > number);
  }

  /** A record of a change is enough: what comes twice in a batch is parked once. */
  private isParked(change: TableChange, parked: Parked): boolean {
    return [...parked.keys()].some((number) => this.told.get(number)?.tells === change);
  }

  /** On DynamoDB Streams a write that is done late may overwrite those that followed it in its second. */
  private isExcused(change: TableChange, document: Source, late: readonly LateWrite[]): boolean {
    if (this.history.source !== 'streams') return false;
    const ofItem = [...this.delivered].filter(({ item }) => item === change.item);
    return late.some(
      ({ id, version }) =>
        id === documentId(change.item) &&
        version >= versionOf(change) &&
        ofItem.some((other) => versionOf(other) === version && standsFor(document, other)),
    );
  }

  private problemsOfParked(number: string, object: Readonly<Record<string, unknown>>): string[] {
    const told = this.told.get(number);
    if (told === undefined) return [`a record is parked that never was: ${number}`];
    const { record, tells } = told;
    if (!isDeepStrictEqual(object.record, record)) return [`record ${number} is not parked as it came`];
    const wanted =
      typeof tells === 'string' ? tells : tells.content.kind === 'poison' ? 'refused' : 'nothing';
    if (object.reason === wanted) return [];
    const what = typeof tells === 'string' ? tells : `change ${tells.number}`;
    return [`${what} is parked as ${object.reason}: ${JSON.stringify(object.error)}`];
  }
}

export const documentId = (item: number): string => `S=item ${item}`;

/** DynamoDB Streams tells the second. */
function versionOf({ at, precision }: TableChange): number {
  return precision === undefined ? Math.floor(at / 1_000_000) * 1_000_000 : at;
}

/** Whether a document is what a change leaves behind. */
function standsFor(document: Source, change: TableChange): boolean {
  const { item, content } = change;
  if (content.kind === 'deleted' || document === undefined) {
    return content.kind === 'deleted' && document === undefined;
  }
  const { _cdc: { id, at, refused, item: kept } = {}, ...members } = document;
  if (id !== documentId(item) || at !== versionOf(change)) return false;
  const plain = plainOf(change);
  if (content.kind !== 'poison') return refused === undefined && isDeepStrictEqual(members, plain);
  // Where the index refuses even its marker, it has the bare one.
  const isMarker = isDeepStrictEqual(members, { id: plain.id }) && isDeepStrictEqual(kept, plain);
  const isBare = isDeepStrictEqual(members, {}) && kept === undefined;
  return typeof refused === 'string' && (isMarker || isBare);
}

/** The item as it should read; made from what it is meant to be, not from the record. */
function plainOf({ item, content }: TableChange): Record<string, unknown> {
  const id = `item ${item}`;
  if (content.kind === 'number') return { id, n: content.n };
  if (content.kind === 'mixed list') return { id, m: ['a', 1] };
  if (content.kind === 'deleted') return {};
  if (content.of === 'text') return { id, n: 'poison' };
  return { id };
}
