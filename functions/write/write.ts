import type { Change } from '../change/change';
import { bareMarkerDocument, document, markerDocument } from '../document/document';
import { documentId } from '../document/document-id';

/** One document to write: the outcome of all changes of one item in a batch. */
export interface Write {
  readonly index: string;
  readonly id: string;
  /** The change that wins; its time in microseconds is the write's external version. */
  readonly change: Change;
  /** The changes of the same item that it makes superfluous. */
  readonly coalesced: readonly Change[];
}

/** What of a write is sent: the document itself, or what stands in when the index refuses that. */
export type Form = 'document' | 'marker' | 'bare-marker';

/**
 * One write for each document: the change with the highest time, then position, wins. Kinesis may deliver
 * an older change after a newer one; DynamoDB Streams keeps each item's order but tells only seconds, so there
 * the position alone decides.
 */
export function planWrites(changes: readonly Change[], index: string): Write[] {
  const writes = new Map<string, { change: Change; coalesced: Change[] }>();
  for (const change of changes) {
    const id = documentId(change.keys, change.binaryEncoding);
    const write = writes.get(id);
    if (write === undefined) {
      writes.set(id, { change, coalesced: [] });
    } else if (change.source === 'streams' || change.at >= write.change.at) {
      write.coalesced.push(write.change);
      write.change = change;
    } else {
      write.coalesced.push(change);
    }
  }
  return Array.from(writes, ([id, write]) => ({ index, id, ...write }));
}

/**
 * The lines of a write in a `_bulk` body. Kinesis changes are `external`: each microsecond decides. Streams
 * changes are `external_gte`, so that the later of two changes of one second overwrites the earlier.
 */
export function bulkLines({ index, id, change }: Write, form: Form, refusal: string): string {
  const action = JSON.stringify({
    [bulkAction(change)]: {
      _index: index,
      _id: id,
      version: change.at,
      version_type: change.source === 'kinesis' ? 'external' : 'external_gte',
    },
  });
  return change.kind === 'remove' ? `${action}\n` : `${action}\n${content(change, form, refusal)}\n`;
}

/** The name of a write's action in a `_bulk` body, and in the answer to it. */
export function bulkAction(change: Change): 'index' | 'delete' {
  return change.kind === 'remove' ? 'delete' : 'index';
}

function content(change: Change, form: Form, refusal: string): string {
  if (form === 'document') return document(change);
  return form === 'marker' ? markerDocument(change, refusal) : bareMarkerDocument(change, refusal);
}
