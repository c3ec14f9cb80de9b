import type { Change } from '../change/change';
import { asciiString } from '../document/ascii-json';
import { bareMarker, documentEnvelope, markerEnvelope, tombstone } from '../document/document';
import { documentId } from '../document/document-id';
import { type PlainItem, plainItem } from '../document/plain-item';
import type { Destination, Router } from '../route/router';
import { type Action, actionLine } from './action-line';

/** One document to write: the outcome, for one index, of all changes of one item in a batch. */
export interface Write extends Destination {
  readonly id: string;
  readonly action: Action;
  /** The change that wins; its time in microseconds is the write's external version. */
  readonly change: Change;
  /** The changes of the same item that it makes superfluous. */
  readonly coalesced: readonly Change[];
}

/**
 * How a document is taken away: deleted, whose version the index soon forgets, or replaced by a tombstone, which
 * keeps the version.
 */
export type Removal = 'delete' | 'tombstone';

/** What of a write is sent: the document itself, or what stands in when the index refuses that. */
export type Form = 'document' | 'marker' | 'bare-marker';

/** The lines of a write in a `_bulk` body: the item's bytes are copied once, into the body. */
export interface BulkLines {
  /** In ASCII, as `tail` is. */
  readonly head: string;
  readonly item?: PlainItem;
  readonly tail: string;
  /** The length of all in UTF-8. */
  readonly bytes: number;
}

/** The outcome of all changes of one item in a batch. */
interface Winner {
  change: Change;
  readonly coalesced: Change[];
}

/**
 * One write for each document: the change with the highest time, then position, wins. Kinesis may deliver
 * an older change after a newer one; DynamoDB Streams keeps each item's order but tells only seconds, so there
 * the position alone decides. An item goes where the router sends it, and is deleted in all other indices: it may
 * have been there before.
 */
export function planWrites(changes: readonly Change[], router: Router, removal: Removal = 'delete'): Write[] {
  const writes: Write[] = [];
  for (const [id, { change, coalesced }] of winners(changes)) {
    for (const { index, item, cut, refusal } of router.destinations(itemOf(change), change)) {
      const action = item === undefined && removal === 'delete' ? 'delete' : 'index';
      writes.push({ index, item, cut, refusal, id, action, change, coalesced });
    }
  }
  return writes;
}

function winners(changes: readonly Change[]): ReadonlyMap<string, Winner> {
  const winners = new Map<string, Winner>();
  for (const change of changes) {
    const id = documentId(change.keys, change.binaryEncoding);
    const winner = winners.get(id);
    if (winner === undefined) {
      winners.set(id, { change, coalesced: [] });
    } else if (change.source === 'streams' || change.at >= winner.change.at) {
      winner.coalesced.push(winner.change);
      winner.change = change;
    } else {
      winner.coalesced.push(change);
    }
  }
  return winners;
}

function itemOf({ kind, newImage = {}, plainImage, binaryEncoding }: Change): PlainItem | undefined {
  return kind === 'remove' ? undefined : (plainImage ?? plainItem(newImage, binaryEncoding));
}

/**
 * The lines of a write in a `_bulk` body. Kinesis changes are `external`: each microsecond decides. Streams
 * changes are `external_gte`, so that the later of two changes of one second overwrites the earlier.
 */
export function bulkLines(write: Write, form: Form, refusal: string): BulkLines {
  const { index, action, change, item, cut } = write;
  const id = asciiString(write.id);
  const at = String(change.at);
  const versionType = change.source === 'kinesis' ? 'external' : 'external_gte';
  const first = actionLine(action, index, id, at, versionType);
  if (action === 'delete') return lines(first);
  const reserved = { id, at };
  if (item === undefined) return lines(`${first}${tombstone(reserved)}\n`);
  if (form === 'bare-marker') return lines(`${first}${bareMarker(reserved, refusal)}\n`);
  const [head, tail] =
    form === 'document'
      ? documentEnvelope(reserved, item.bytes > 0)
      : markerEnvelope(reserved, refusal, cut(plainItem(change.keys, change.binaryEncoding)));
  return lines(`${first}${head}`, item, `${tail}\n`);
}

function lines(head: string, item?: PlainItem, tail = ''): BulkLines {
  const bytes = head.length + (item?.bytes ?? 0) + tail.length;
  return item === undefined ? { head, tail, bytes } : { head, item, tail, bytes };
}
