import type { Change } from '../change/change';
import { bareMarkerDocument, document, documentAround, markerDocument } from '../document/document';
import { documentId } from '../document/document-id';

/** One document to write: the outcome of all changes of one item in a batch. */
export interface Write {
  readonly index: string;
  readonly id: string;
  /** The name of its action in a `_bulk` body, and in the answer to it. */
  readonly action: 'index' | 'delete';
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
  return Array.from(writes, ([id, write]) => ({
    index,
    id,
    action: write.change.kind === 'remove' ? 'delete' : 'index',
    ...write,
  }));
}

/**
 * The lines of a write in a `_bulk` body. Kinesis changes are `external`: each microsecond decides. Streams
 * changes are `external_gte`, so that the later of two changes of one second overwrites the earlier.
 */
export function bulkLines(write: Write, form: Form, refusal: string): string {
  const action = actionLine(write, JSON.stringify(write.id));
  return write.action === 'delete' ? action : `${action}${content(write.change, form, refusal)}\n`;
}

/** The same in parts: the plain JSON of a transcoded image stays bytes, to be copied once, into the body. */
export interface BulkParts {
  readonly head: string;
  readonly image: Buffer;
  readonly tail: string;
  /** The length of all in UTF-8. */
  readonly bytes: number;
}

export function bulkParts(write: Write, form: Form, refusal: string): BulkParts {
  const { newImageJson, at } = write.change;
  if (write.action === 'delete' || form !== 'document' || newImageJson === undefined)
    return parts(bulkLines(write, form, refusal));
  const id = JSON.stringify(write.id);
  const [head, tail] = documentAround(newImageJson.length > 0, id, at);
  return parts(`${actionLine(write, id)}${head}`, newImageJson, `${tail}\n`);
}

function parts(head: string, image: Buffer = NO_IMAGE, tail = ''): BulkParts {
  return { head, image, tail, bytes: Buffer.byteLength(head) + image.length + Buffer.byteLength(tail) };
}

const NO_IMAGE = Buffer.alloc(0);

function actionLine({ index, action, change }: Write, id: string): string {
  const versionType = change.source === 'kinesis' ? 'external' : 'external_gte';
  return `{"${action}":{"_index":${JSON.stringify(index)},"_id":${id},"version":${change.at},"version_type":"${versionType}"}}\n`;
}

function content(change: Change, form: Form, refusal: string): string {
  if (form === 'document') return document(change);
  return form === 'marker' ? markerDocument(change, refusal) : bareMarkerDocument(change, refusal);
}
