import { setTimeout as sleep } from 'node:timers/promises';
import { canaryId } from '../archive/canary';
import type { Change } from '../change/change';
import type { SourceRecord } from '../change/decode-record';
import { ConfigurationError } from '../errors/configuration-error';
import type { Deadlines } from '../lambda/deadlines';
import { lowest, recordAt, type Unfinished } from '../lambda/unfinished';
import { type ParkedChange, parkedChange } from '../parking/parked-change';
import type { ParkingLot } from '../parking/parking-lot';
import type { Router } from '../route/router';
import type { SearchClient } from '../search/search-client';
import { ageOfOldestMs } from '../telemetry/age-of-oldest';
import type { Summary } from '../telemetry/summary';
import type { KinesisTranscoder } from '../transcode/kinesis-transcoder';
import { readChange, transcoderOf } from '../transcode/read-change';
import type { BulkSenderProps } from '../write/bulk-sender';
import { BulkWriter, type Outcome } from '../write/bulk-writer';
import { planWrites, type Removal, type Write } from '../write/write';

export interface IndexChangesProps extends Pick<BulkSenderProps, 'pace' | 'markRefused'> {
  readonly table: string;
  readonly router: Router;
  readonly removal: Removal;
  readonly search: Pick<SearchClient, 'send'>;
  readonly parkingLot: Pick<ParkingLot, 'park'>;
}

/**
 * Brings the index in step with a batch of records: decodes the changes, plans one write a document, sends
 * them, and parks what can never be indexed. A record is finished only when its write is in the index, is
 * known to be stale, or is parked. Parking comes last: while the collection refuses everything, nothing is parked.
 *
 * @throws {ConfigurationError} when the collection refuses for a reason that is not a document's
 */
export async function indexChanges(
  records: readonly SourceRecord[],
  props: IndexChangesProps,
  deadlines: Deadlines,
  summary: Summary,
): Promise<Unfinished | undefined> {
  const transcoder = transcoderOf(records, props.router.readsMembers);
  try {
    return await settle(records, decodeBatch(records, props.table, transcoder), props, deadlines, summary);
  } finally {
    // Only now: the items that are written lie in its memory.
    transcoder.release();
  }
}

async function settle(
  records: readonly SourceRecord[],
  { changes, unreadable }: Batch,
  props: IndexChangesProps,
  deadlines: Deadlines,
  summary: Summary,
): Promise<Unfinished | undefined> {
  noteTimes(changes, summary);
  const { outcomes, unsettledUntil } = await writeChanges(changes, props, deadlines, summary);
  const unfinished = new Map<number, string>();
  const parked = new Map<number, ParkedChange>(unreadable);
  const coalesced = new Set<Change>();
  for (const [write, outcome] of outcomes) {
    for (const change of write.coalesced) coalesced.add(change);
    if (outcome.fate === 'unfinished') {
      for (const change of [write.change, ...write.coalesced])
        unfinished.set(change.position, outcome.reason);
    } else if (outcome.fate === 'refused') {
      const record = recordAt(records, write.change.position);
      // By the earliest record of the document: none of them is done before the change is parked.
      const earliest = Math.min(...[write.change, ...write.coalesced].map(({ position }) => position));
      const { refusals: others = [] } = parked.get(earliest) ?? {};
      const refusals = [...others, { index: write.index, error: outcome.error }];
      const error = refusals[0]?.error ?? outcome.error;
      parked.set(earliest, { ...parkedChange(record, 'refused', error), refusals });
    }
  }
  // The earliest first: what is parked when the time is up need not be parked again.
  const inOrder = [...parked].sort(([a], [b]) => a - b).map(([, change]) => change);
  const failures = await props.parkingLot.park(inOrder, deadlines.parking);
  for (const [position, change] of parked) {
    const failure = failures.get(change);
    if (failure !== undefined)
      unfinished.set(position, `parking failed: ${failure.name}: ${failure.message}`);
  }
  summary.coalesced = [...coalesced].filter(({ position }) => !unfinished.has(position)).length;
  summary.parked = parked.size - failures.size;
  summary.unfinished = unfinished.size;
  // What is given back comes again at once.
  if (unfinished.size > 0) await until(Math.min(unsettledUntil, deadlines.parking));
  return lowest(records, unfinished);
}

/** The changes of a batch, and by position what can only be parked. */
interface Batch {
  readonly changes: readonly Change[];
  readonly unreadable: readonly (readonly [number, ParkedChange])[];
}

function decodeBatch(records: readonly SourceRecord[], table: string, transcoder: KinesisTranscoder): Batch {
  const changes: Change[] = [];
  const unreadable: [number, ParkedChange][] = [];
  for (const [position, record] of records.entries()) {
    try {
      const change = readChange(record, position, transcoder);
      if (change.table === table) {
        changes.push(change);
      } else {
        const error = { reason: `a change of the table "${change.table}"; this function serves "${table}"` };
        unreadable.push([position, parkedChange(record, 'foreign', error)]);
      }
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      // Of an archive that reads the same stream: it says nothing of an item.
      if ('kinesis' in record && canaryId(Buffer.from(record.kinesis.data, 'base64')) !== undefined) continue;
      const reason = error instanceof Error ? error.message : String(error);
      unreadable.push([position, parkedChange(record, 'undecodable', { reason })]);
    }
  }
  return { changes, unreadable };
}

function noteTimes(changes: readonly Change[], summary: Summary): void {
  summary.ageOfOldestMs = ageOfOldestMs(changes, Date.now());
  summary.coarse = changes.filter((c) => c.source === 'kinesis' && c.precision !== 'MICROSECOND').length;
}

interface Written extends Pick<BulkWriter, 'unsettledUntil'> {
  readonly outcomes: ReadonlyMap<Write, Outcome>;
}

async function writeChanges(
  changes: readonly Change[],
  { router, removal, search, pace, markRefused }: IndexChangesProps,
  deadlines: Deadlines,
  summary: Summary,
): Promise<Written> {
  const writes = planWrites(changes, router, removal);
  const send: BulkSenderProps['send'] = (request, until) => search.send(request, until);
  const writer = new BulkWriter({ send, deadline: deadlines.writing, pace, markRefused });
  try {
    const outcomes = await writer.write(writes);
    for (const { fate } of outcomes.values()) {
      if (fate === 'applied' || fate === 'stale') summary[fate]++;
    }
    return { outcomes, unsettledUntil: writer.unsettledUntil };
  } catch (error) {
    // The batch comes again at once.
    await until(Math.min(writer.unsettledUntil, deadlines.parking));
    throw error;
  } finally {
    summary.bulkRequests = writer.sender.requests;
    summary.retried = writer.retried;
    summary.throttled = writer.sender.throttled;
    summary.pausedMs = writer.pausedMs;
  }
}

/** @param time in milliseconds since 1970 */
async function until(time: number): Promise<void> {
  const left = time - Date.now();
  if (left > 0) await sleep(left);
}
