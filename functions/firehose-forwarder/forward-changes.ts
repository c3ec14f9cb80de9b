import type { DynamoDBRecord } from 'aws-lambda';
import { archiveLine } from '../archive/archive-line';
import type { ArchiveSettings } from '../archive/archive-settings';
import { type ArchivedChange, decodeArchivedChange } from '../archive/archived-change';
import { readStreams } from '../change/decode-record';
import { ConfigurationError } from '../errors/configuration-error';
import type { Deadlines } from '../lambda/deadlines';
import { lowest, type Unfinished } from '../lambda/unfinished';
import { type ParkedChange, type ParkingReason, parkedChange } from '../parking/parked-change';
import type { ParkingLot } from '../parking/parking-lot';
import { ageOfOldestMs } from '../telemetry/age-of-oldest';
import { type DeliveryStream, MAX_RECORD_BYTES, type Sendable } from './delivery-stream';
import type { ForwardSummary } from './forward-summary';

export interface ForwardChangesProps extends Pick<ArchiveSettings, 'table' | 'format' | 'admits'> {
  readonly deliveryStream: Pick<DeliveryStream, 'putAll'>;
  readonly parkingLot: Pick<ParkingLot, 'park'>;
}

/**
 * Sends a batch of changes to the delivery stream, one line a record. A change is finished only when the stream has
 * taken its line, when it is not to be archived, or when it is parked. Parking comes last: while the stream refuses
 * everything, nothing is parked.
 *
 * @throws {ConfigurationError} when the delivery stream refuses for a reason that is not a record's
 */
export async function forwardChanges(
  records: readonly DynamoDBRecord[],
  props: ForwardChangesProps,
  deadlines: Deadlines,
  summary: ForwardSummary,
): Promise<Unfinished | undefined> {
  const { lines, parked } = plan(records, props, summary);
  const { failures, retried } = await props.deliveryStream.putAll(lines, deadlines.writing);
  const unfinished = new Map<number, string>();
  for (const [{ position }, reason] of failures) unfinished.set(position, reason);
  const notParked = await props.parkingLot.park([...parked.values()], deadlines.parking);
  for (const [position, change] of parked) {
    const failure = notParked.get(change);
    if (failure !== undefined)
      unfinished.set(position, `parking failed: ${failure.name}: ${failure.message}`);
  }
  summary.lines = lines.length - failures.size;
  summary.retried = retried;
  summary.parked = parked.size - notParked.size;
  summary.unfinished = unfinished.size;
  return lowest(records, unfinished);
}

interface Line extends Sendable {
  readonly position: number;
}

/** The lines of a batch, and by position, in order, what can only be parked. */
interface Plan {
  readonly lines: readonly Line[];
  readonly parked: ReadonlyMap<number, ParkedChange>;
}

function plan(records: readonly DynamoDBRecord[], props: ForwardChangesProps, summary: ForwardSummary): Plan {
  const { table, format, admits } = props;
  const lines: Line[] = [];
  const parked = new Map<number, ParkedChange>();
  const changes: ArchivedChange[] = [];
  for (const [position, record] of records.entries()) {
    const park = (why: ParkingReason, reason: string) =>
      parked.set(position, parkedChange(record, why, { reason }));
    const change = decoded(record, position);
    if (change instanceof Error) {
      park('undecodable', change.message);
      continue;
    }
    if (change.table !== table) {
      park('foreign', `a change of the table "${change.table}"; this function serves "${table}"`);
      continue;
    }
    changes.push(change);
    const line = admits(change) ? archiveLine(change, format, MAX_RECORD_BYTES) : 'none';
    if (line === 'none') {
      summary.dropped++;
    } else if (line === 'too large') {
      park('too large', `its line is longer than ${MAX_RECORD_BYTES} bytes, even without the old image`);
    } else {
      lines.push({ position, bytes: line.bytes });
      if (line.withoutOldImage) summary.withoutOldImage++;
    }
  }
  summary.ageOfOldestMs = ageOfOldestMs(changes, Date.now());
  return { lines, parked };
}

function decoded(record: DynamoDBRecord, position: number): ArchivedChange | Error {
  try {
    const sequenceNumber: unknown = record.dynamodb?.SequenceNumber;
    const isText = typeof sequenceNumber === 'string' && sequenceNumber !== '';
    return decodeArchivedChange(readStreams(record), isText ? sequenceNumber : undefined, position);
  } catch (error) {
    if (error instanceof ConfigurationError || !(error instanceof Error)) throw error;
    return error;
  }
}
