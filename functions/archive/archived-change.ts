import { type AttributeMap, assertAttributeMap } from '../change/attribute-value';
import type { Change } from '../change/change';
import { type ChangeRecord, decodeChange } from '../change/decode-record';

/** A change as an archive keeps it: with both images, by the name of its event. */
export interface ArchivedChange extends Change {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** The record's place in its stream, in digits; `undefined` where the record has none. */
  readonly sequenceNumber: string | undefined;
  /** The item before the change, where the record has it. */
  readonly oldImage: AttributeMap | undefined;
}

/**
 * Reads a change with all that an archive keeps of it.
 * @throws {UndecodableError} when no change can be read from the record; its old image counts
 */
export function decodeArchivedChange(
  record: ChangeRecord,
  sequenceNumber: string | undefined,
  position: number,
): ArchivedChange {
  const change = decodeChange(record, position);
  const { OldImage: oldImage } = record.dynamodb;
  if (oldImage !== undefined) assertAttributeMap(oldImage, 'OldImage', record.binaryEncoding);
  return { ...change, eventName: eventNameOf(change, record), sequenceNumber, oldImage };
}

/** Decoding has seen that it is one of the three. */
function eventNameOf({ kind }: Change, { eventName }: ChangeRecord): ArchivedChange['eventName'] {
  if (kind === 'remove') return 'REMOVE';
  return eventName === 'INSERT' ? 'INSERT' : 'MODIFY';
}
