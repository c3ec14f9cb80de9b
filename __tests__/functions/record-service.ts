import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningServer, readAll, serve } from './http-server';

/** A record that came in a request. */
export interface PutRecord {
  readonly data: Buffer;
  /** Kinesis only. */
  readonly partitionKey?: string;
  readonly explicitHashKey?: string;
}

/** What befalls one request; numbers are positions in it whose records are not taken. */
export type RequestFault =
  | { readonly refused: readonly number[] }
  | 'throttled'
  | '503'
  | 'reset'
  | 'hanging'
  /** All records are taken, the answer never comes. */
  | 'answer lost'
  /** All records are taken; the answer tells of one record less, of one more, of none, says nothing of any, or is no JSON. */
  | 'one short'
  | 'one more'
  | 'no entries'
  | 'null entries'
  | 'empty entries'
  | 'no JSON';

interface Operation {
  readonly list: 'RequestResponses' | 'Records';
  readonly failedCount: 'FailedPutCount' | 'FailedRecordCount';
  readonly numberName: 'RecordId' | 'SequenceNumber';
  readonly maxRecordBytes: number;
  readonly maxBytes: number;
}

/** By the names of targets; their limits are those of AWS. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'Firehose_20150804.PutRecordBatch': {
    list: 'RequestResponses',
    failedCount: 'FailedPutCount',
    numberName: 'RecordId',
    maxRecordBytes: 1_024_000,
    maxBytes: 4 * 1024 * 1024,
  },
  'Kinesis_20131202.PutRecords': {
    list: 'Records',
    failedCount: 'FailedRecordCount',
    numberName: 'SequenceNumber',
    maxRecordBytes: 1024 * 1024,
    maxBytes: 5 * 1024 * 1024,
  },
};

/** Firehose's PutRecordBatch and Kinesis' PutRecords, with their limits, and with faults. */
export class RecordService {
  /** Of one request each, in order; then none. */
  faults: RequestFault[] = [];
  /** Records that are never taken. */
  refuses: (record: PutRecord) => boolean = () => false;
  /** The error with which every request is refused. */
  denial: { readonly status: number; readonly type: string } | undefined;
  readonly requests: { readonly target: string; readonly stream: string; readonly records: PutRecord[] }[] =
    [];
  /** Records that were taken, each as often as it was. */
  readonly taken: PutRecord[] = [];
  /** Those of them of which the answer said so. */
  readonly confirmed: PutRecord[] = [];

  private constructor(private readonly server: RunningServer) {}

  static async start(): Promise<RecordService> {
    const service: RecordService = new RecordService(
      await serve((request, response) => service.handle(request, response)),
    );
    return service;
  }

  get url(): string {
    return this.server.url;
  }

  reset(): void {
    this.faults = [];
    this.refuses = () => false;
    this.denial = undefined;
    for (const list of [this.requests, this.taken, this.confirmed]) list.length = 0;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse((await readAll(request)).toString('utf8'));
    const target = String(request.headers['x-amz-target']);
    const operation = OPERATIONS[target];
    if (operation === undefined) return fail(response, 400, 'UnknownOperationException');
    const records: PutRecord[] = body.Records.map(
      ({ Data, PartitionKey }: { Data: string; PartitionKey?: string }) => ({
        data: Buffer.from(Data, 'base64'),
        ...(PartitionKey !== undefined && { partitionKey: PartitionKey }),
      }),
    );
    this.requests.push({ target, stream: body.DeliveryStreamName ?? body.StreamARN, records });
    if (this.denial !== undefined) return fail(response, this.denial.status, this.denial.type);
    if (!isWithinLimits(records, operation)) return fail(response, 400, 'InvalidArgumentException');
    const fault = this.faults.shift() ?? { refused: [] };
    if (fault === 'hanging') return;
    if (fault === 'reset') response.destroy();
    else if (fault === 'throttled') fail(response, 400, 'ThrottlingException');
    else if (fault === '503') fail(response, 503, 'ServiceUnavailableException');
    else this.take(records, operation, fault, response);
  }

  private take(
    records: readonly PutRecord[],
    operation: Operation,
    fault: Exclude<RequestFault, 'hanging' | 'reset' | 'throttled' | '503'>,
    response: ServerResponse,
  ): void {
    const refused = typeof fault === 'object' ? fault.refused : [];
    const entries: (object | null)[] = records.map((record, i) => {
      if (refused.includes(i) || this.refuses(record))
        return { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' };
      this.taken.push(record);
      if (typeof fault === 'object') this.confirmed.push(record);
      return { [operation.numberName]: `${this.taken.length}` };
    });
    if (fault === 'one short') entries.pop();
    if (fault === 'one more') entries.push(...entries.slice(0, 1));
    if (fault === 'null entries') entries.fill(null);
    if (fault === 'empty entries') entries.fill({});
    const failed = entries.filter((entry) => entry !== null && 'ErrorCode' in entry).length;
    const answer = {
      [operation.failedCount]: failed,
      ...(fault !== 'no entries' && { [operation.list]: entries }),
    };
    if (fault === 'answer lost') response.destroy();
    else if (fault === 'no JSON') response.end('<html>');
    else response.end(JSON.stringify(answer));
  }
}

function isWithinLimits(records: readonly PutRecord[], { maxRecordBytes, maxBytes }: Operation): boolean {
  const sizes = records.map(({ data, partitionKey = '' }) => data.length + Buffer.byteLength(partitionKey));
  return (
    records.length >= 1 &&
    records.length <= 500 &&
    Math.max(...sizes) <= maxRecordBytes &&
    sizes.reduce((sum, size) => sum + size, 0) <= maxBytes
  );
}

function fail(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status).end(JSON.stringify({ __type: type, message: `it is ${type}` }));
}
