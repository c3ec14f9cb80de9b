import { ARCHIVE_MUTANTS } from './archive-mutants';

/** One promise broken on purpose, and the tests that must notice. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The tests to run, the quickest that can tell first. */
  readonly tests: readonly string[];
}

const DECODING = '__tests__/functions/change/decode-record.test.ts';
const DOCUMENT = '__tests__/functions/document/document.test.ts';
const DOCUMENT_ID = '__tests__/functions/document/document-id.test.ts';
const WRITE = '__tests__/functions/write/write.test.ts';
const VERDICT = '__tests__/functions/write/verdict.test.ts';
const PACE = '__tests__/functions/write/pace.test.ts';
const BACK_PRESSURE = '__tests__/functions/search-indexer/back-pressure.integration.test.ts';
const REFUSALS = '__tests__/functions/search-indexer/refusals.integration.test.ts';
const EXACTNESS = '__tests__/functions/search-indexer/exactness.integration.test.ts';
const LATE_WRITES = '__tests__/functions/search-indexer/late-writes.integration.test.ts';
const SWEEPER = '__tests__/functions/search-sweeper/search-sweeper.integration.test.ts';
const PAUSE = '__tests__/functions/search-indexer/pause-before-resend.integration.test.ts';
const ROUTES = '__tests__/functions/search-indexer/routes.integration.test.ts';
const REQUESTS_AT_ONCE = '__tests__/functions/search-indexer/requests-at-once.test.ts';
const LARGE_EVENT = '__tests__/functions/search-indexer/large-event.test.ts';
const PROJECTION = '__tests__/functions/route/projection.test.ts';
const TRANSCODER = '__tests__/functions/transcode/kinesis-transcoder.test.ts';
const TRANSCODER_FILE = 'functions/transcode/kinesis-transcoder.ts';
const CONVERGENCE = '__tests__/functions/search-indexer/convergence.integration.test.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'versions in another unit of time',
    file: 'functions/change/change-time.ts',
    find: 'MILLISECOND: 1_000,',
    replace: 'MILLISECOND: 1,',
    tests: [DECODING],
  },
  {
    name: 'external for external_gte, and back',
    file: 'functions/write/write.ts',
    find: "change.source === 'kinesis' ? 'external' : 'external_gte'",
    replace: "change.source === 'kinesis' ? 'external_gte' : 'external'",
    tests: [WRITE],
  },
  {
    name: 'coalescing by position on Kinesis',
    file: 'functions/write/write.ts',
    find: "change.source === 'streams' || change.at >= winner.change.at",
    replace: 'change.position > winner.change.position',
    tests: [WRITE],
  },
  {
    name: 'coalescing by time on DynamoDB Streams',
    file: 'functions/write/write.ts',
    find: "change.source === 'streams' || change.at >= winner.change.at",
    replace: 'change.at >= winner.change.at',
    tests: [WRITE],
  },
  {
    name: '409 as a failure',
    file: 'functions/write/verdict.ts',
    find: "if (status === 409) return { fate: 'stale' };",
    replace: "if (status === 409) return { fate: 'retry', reason: 'conflict' };",
    tests: [VERDICT],
  },
  {
    name: 'a missing index taken for a missing document',
    file: 'functions/write/verdict.ts',
    find: 'if (status === 404 && error === undefined)',
    replace: 'if (status === 404)',
    tests: [VERDICT],
  },
  {
    name: 'a short answer taken',
    file: 'functions/write/bulk-answer.ts',
    find: 'if (items.length !== actions.length) return undefined;',
    replace: '',
    tests: [VERDICT],
  },
  {
    name: 'items matched without regard to their action',
    file: 'functions/write/bulk-answer.ts',
    find: 'isObject(item) ? item[action] : undefined',
    replace: 'isObject(item) ? Object.values(item)[0] : undefined',
    tests: [VERDICT],
  },
  {
    name: 'the highest failure instead of the lowest',
    file: 'functions/lambda/unfinished.ts',
    find: 'Math.min(...unfinished.keys())',
    replace: 'Math.max(...unfinished.keys())',
    tests: [REFUSALS],
  },
  {
    name: 'acknowledged without being parked',
    file: 'functions/search-indexer/index-changes.ts',
    find: 'if (failure !== undefined)',
    replace: 'if (failure !== undefined && position < 0)',
    tests: [REFUSALS],
  },
  {
    name: 'parked on 403',
    file: 'functions/write/verdict.ts',
    find: 'if (status === 413 || (status === 400 && !isConfiguration(error)))',
    replace: 'if (status === 413 || status === 403 || (status === 400 && !isConfiguration(error)))',
    tests: [VERDICT],
  },
  {
    name: 'a 403 of the whole request retried and never told',
    file: 'functions/write/verdict.ts',
    find: 'status === 402 || status === 408',
    replace: 'status === 402 || status === 403 || status === 408',
    tests: [REFUSALS],
  },
  {
    name: 'the hash of other bytes than those sent',
    file: 'functions/search/request-signer.ts',
    find: 'update(request.body)',
    replace: 'update(request.body.subarray(1))',
    tests: [REFUSALS],
  },
  {
    name: 'the deadline ignored',
    file: 'functions/write/bulk-writer.ts',
    find: 'if (Date.now() + wait >= this.props.deadline) return false;',
    replace: '',
    tests: [REFUSALS],
  },
  {
    name: 'no pause before an ambiguous resend',
    file: 'functions/write/bulk-writer.ts',
    find: 'this.unsettledUntil - Date.now(),',
    replace: '0,',
    tests: [PAUSE],
  },
  {
    name: 'no pause before an ambiguous batch is given back',
    file: 'functions/search-indexer/index-changes.ts',
    find: 'if (unfinished.size > 0) await until(',
    replace: 'if (unfinished.size < 0) await until(',
    tests: [PAUSE],
  },
  {
    name: "a gateway's time-out taken for a refusal",
    file: 'functions/write/bulk-sender.ts',
    find: 'error), ambiguous: isAmbiguous(status) }',
    replace: 'error), ambiguous: isAmbiguous(0) }',
    tests: [PAUSE],
  },
  {
    name: 'retries without back-off',
    file: 'functions/write/back-off.ts',
    find: 'BASE_MS * 2 ** attempt',
    replace: '0',
    tests: ['__tests__/functions/write/back-off.test.ts'],
  },
  {
    name: 'a bulk that never shrinks',
    file: 'functions/write/pace.ts',
    find: 'MIN_BODY_BYTES, Math.floor(bodyBytes / 2)',
    replace: 'MIN_BODY_BYTES, this.limitBytes',
    tests: [PACE, BACK_PRESSURE],
  },
  {
    name: 'a bulk that never grows again',
    file: 'functions/write/pace.ts',
    find: 'this.limitBytes + this.stepBytes',
    replace: 'this.limitBytes',
    tests: [PACE, BACK_PRESSURE],
  },
  {
    name: 'no pause while the collection throttles',
    file: 'functions/write/bulk-writer.ts',
    find: 'this.props.pace.waitMs(Date.now()),',
    replace: '0,',
    tests: [BACK_PRESSURE],
  },
  {
    name: 'throttled items taken for served ones',
    file: 'functions/write/bulk-sender.ts',
    find: "verdict.fate === 'retry' && verdict.throttled",
    replace: "verdict.fate === 'denied'",
    tests: [BACK_PRESSURE],
  },
  {
    name: 'retries of the client itself',
    file: 'functions/search/transport.ts',
    find: 'maxRetries: 0,',
    replace: 'maxRetries: 3,',
    tests: [BACK_PRESSURE],
  },
  {
    name: 'a pace that each invocation forgets',
    file: 'functions/search-indexer/handler.ts',
    find: 'configured ??= await configure(process.env);',
    replace: 'configured = await configure(process.env);',
    tests: [BACK_PRESSURE],
  },
  {
    name: 'a marker although they are turned off',
    file: 'functions/write/bulk-writer.ts',
    find: 'this.props.markRefused ? nextForm(refused, verdict) : undefined',
    replace: 'nextForm(refused, verdict)',
    tests: [REFUSALS],
  },
  {
    name: 'everything parked where a collection refuses everything, without markers',
    file: 'functions/write/bulk-sender.ts',
    find: 'this.props.markRefused || this.accepted ? undefined',
    replace: 'this.accepted || !this.accepted ? undefined',
    tests: [REFUSALS],
  },
  {
    name: 'ids joined unescaped',
    file: 'functions/document/document-id.ts',
    find: "(character === '%' ? '%25' : '%26')",
    replace: '(character)',
    tests: [DOCUMENT_ID],
  },
  {
    name: 'long ids cut',
    file: 'functions/document/document-id.ts',
    find: "createHash('sha256').update(id).digest('hex')",
    replace: 'id.slice(0, 128)',
    tests: [DOCUMENT_ID],
  },
  {
    name: 'no version at all',
    file: 'functions/write/action-line.ts',
    find: ',"version":',
    replace: ',"no_version":',
    tests: [WRITE],
  },
  {
    name: 'other tables indexed',
    file: 'functions/search-indexer/index-changes.ts',
    find: 'if (change.table === table)',
    replace: 'if (change.table !== "")',
    tests: [REFUSALS],
  },
  {
    name: 'no marker for a refused document',
    file: 'functions/write/bulk-writer.ts',
    find: "if (write.item === undefined || form === 'bare-marker') return undefined;",
    replace: 'return undefined;',
    tests: [REFUSALS],
  },
  {
    name: 'numbers through doubles',
    file: 'functions/document/number-text.ts',
    find: 'if (JSON_NUMBER.test(text)) return text;',
    replace: 'return String(Number(text));',
    tests: [DOCUMENT, EXACTNESS],
  },
  {
    name: 'sets as objects',
    file: 'functions/document/item-json.ts',
    find: "if ('SS' in value) return array(value.SS, (text) => JSON.stringify(text));",
    replace: "if ('SS' in value) return '{}';",
    tests: [DOCUMENT, EXACTNESS],
  },
  {
    name: 'a delete that a late write undoes',
    file: 'functions/write/write.ts',
    find: "item === undefined && removal === 'delete' ? 'delete' : 'index'",
    replace: "'index'",
    tests: [WRITE, CONVERGENCE],
  },
  {
    name: 'a tombstone that searches find',
    file: 'functions/document/document.ts',
    find: ',"deleted":true}}`',
    replace: '}}`',
    tests: [WRITE, LATE_WRITES],
  },
  {
    name: 'a sweep of what was made anew',
    file: 'functions/search-sweeper/tombstone-sweep.ts',
    find: 'version: at + 1,',
    replace: 'version: Date.now() * 1_000_000,',
    tests: [SWEEPER],
  },
  {
    name: 'a sweep of tombstones that a late write needs',
    file: 'functions/search-sweeper/tombstone-page.ts',
    find: ', { range: { [at]: { lt: before } } }',
    replace: '',
    tests: [SWEEPER],
  },
  {
    name: 'names that damage the index kept',
    file: 'functions/document/attribute-name.ts',
    find: 'if (atRoot && RESERVED.has(name))',
    replace: "if (atRoot && name === '_cdc')",
    tests: ['__tests__/functions/document/attribute-name.test.ts', EXACTNESS],
  },
  {
    name: 'answers matched to writes from the end',
    file: 'functions/write/bulk-answer.ts',
    find: 'const item = items[i];',
    replace: 'const item = items[items.length - 1 - i];',
    tests: [VERDICT],
  },
  {
    name: 'binary decoded once, by way of objects',
    file: 'functions/document/item-json.ts',
    find: "encoding === 'base64' ? value :",
    replace: 'encoding !== undefined ? value :',
    tests: [DOCUMENT, TRANSCODER, EXACTNESS],
  },
  {
    name: 'binary decoded once, by way of bytes',
    file: TRANSCODER_FILE,
    find: "if (this.encoding === 'base64') {",
    replace: 'if (this.encoding !== undefined) {',
    tests: [TRANSCODER],
  },
  {
    name: 'numbers through doubles, by way of bytes',
    file: TRANSCODER_FILE,
    find: 'this.copy(start + 1, end);',
    replace: "this.write(String(Number(this.text.toString('latin1', start + 1, end))));",
    tests: [TRANSCODER],
  },
  {
    name: 'the old image for the new one',
    file: TRANSCODER_FILE,
    find: "textOf('NewImage')",
    replace: "textOf('OldImage')",
    tests: [TRANSCODER],
  },
  {
    name: 'an attribute taken for the old image',
    file: 'functions/change/decode-record.ts',
    find: 'depth === 2 && member',
    replace: 'depth >= 2 && member',
    tests: [TRANSCODER],
  },
  {
    name: 'what follows an old image not missed',
    file: TRANSCODER_FILE,
    find: ' || (this.hasJumped && this.precision === MISSING)',
    replace: '',
    tests: [TRANSCODER],
  },
  {
    name: 'an attribute twice in a document',
    file: TRANSCODER_FILE,
    find: 'if (names[other] === hash) throw UNUSUAL;',
    replace: 'if (names[other] === hash + 1) throw UNUSUAL;',
    tests: [TRANSCODER],
  },
  {
    name: 'a table taken for that of the record before',
    file: TRANSCODER_FILE,
    find: 'time - afterName)) return false;',
    replace: '0)) return false;',
    tests: [TRANSCODER],
  },
  {
    name: 'the end of a record taken for that of the one before',
    file: TRANSCODER_FILE,
    find: 'isSame(words, i, words, frame.rest, restBytes)',
    replace: 'isSame(words, i, words, frame.rest, 2)',
    tests: [TRANSCODER],
  },
  {
    name: 'text that is not UTF-8 taken',
    file: TRANSCODER_FILE,
    find: 'if (!this.isUtf8 && ',
    replace: 'if (this.isUtf8 && ',
    tests: [TRANSCODER],
  },
  {
    name: 'memory of items used again before they are sent',
    file: 'functions/search-indexer/index-changes.ts',
    find: 'return await settle(records, decodeBatch(records, props.table, transcoder), ',
    replace:
      'const batch = decodeBatch(records, props.table, transcoder);\n    transcoder.release();\n    return await settle(records, batch, ',
    tests: [LARGE_EVENT],
  },
  {
    name: 'memory of a body used again before it is read',
    file: 'functions/write/bulk-sender.ts',
    find: '    const actions = body.map',
    replace: '    giveBack(request.body);\n    const actions = body.map',
    tests: ['__tests__/functions/search-indexer/early-answer.test.ts'],
  },
  {
    name: 'an error thrown while another request is under way',
    file: 'functions/write/bulk-writer.ts',
    find: 'Promise.allSettled(parts.map((part) => this.round(part, isAlone)));',
    replace: 'Promise.allSettled(await Promise.all(parts.map((part) => this.round(part, isAlone))));',
    tests: [REQUESTS_AT_ONCE],
  },
  {
    name: 'no pause before a batch that comes again after an error',
    file: 'functions/search-indexer/index-changes.ts',
    find: 'await until(Math.min(writer.unsettledUntil, deadlines.parking));',
    replace: '',
    tests: [REQUESTS_AT_ONCE],
  },
  {
    name: 'the halves of a batch in the wrong order',
    file: 'functions/write/parts.ts',
    find: 'writes.slice(i * size, (i + 1) * size)',
    replace: 'writes.slice((count - 1 - i) * size, (count - i) * size)',
    tests: [REQUESTS_AT_ONCE],
  },
  {
    name: 'two requests at once for what the first two have left',
    file: 'functions/write/bulk-writer.ts',
    find: '; concurrency = 1)',
    replace: '; )',
    tests: [REQUESTS_AT_ONCE],
  },
  {
    name: 'a body halved while another request is under way',
    file: 'functions/write/bulk-sender.ts',
    find: 'return isAlone',
    replace: 'return true',
    tests: [REQUESTS_AT_ONCE],
  },
  {
    name: 'a clock corrected for one of two requests',
    file: 'functions/search/request-signer.ts',
    find: 'Math.abs(offset - signedBy)',
    replace: 'Math.abs(offset - this.clockOffsetMs)',
    tests: ['__tests__/functions/search/search-client.test.ts'],
  },
  {
    name: 'a pace halved twice by two refusals of one moment',
    file: 'functions/write/pace.ts',
    find: 'if (bodyBytes > this.limitBytes) return;',
    replace: '',
    tests: [PACE],
  },
  {
    name: 'two requests at once while the collection throttles',
    file: 'functions/write/pace.ts',
    find: 'return this.takesAll ? MAX_CONCURRENCY : 1;',
    replace: 'return MAX_CONCURRENCY;',
    tests: [PACE],
  },
  {
    name: "no delete on a route's move",
    file: 'functions/write/write.ts',
    find: 'const action = item === undefined',
    replace:
      "if (item === undefined && change.kind === 'upsert') continue;\n      const action = item === undefined",
    tests: [ROUTES],
  },
  {
    name: "a delete on a route's move that later changes do not undo",
    file: 'functions/write/write.ts',
    find: 'actionLine(action, index, id, at, ',
    replace: 'actionLine(action, index, id, item === undefined ? String(change.at + 1e9) : at, ',
    tests: [ROUTES],
  },
  {
    name: 'a projection that keeps what it excludes',
    file: 'functions/route/projection.ts',
    find: "if (fate === 'kept') continue;",
    replace: "if (fate === 'kept' || fate === 'left out') continue;",
    tests: [PROJECTION],
  },
  {
    name: 'a marker that shows what its route leaves out',
    file: 'functions/write/write.ts',
    find: 'cut(plainItem(change.keys, change.binaryEncoding))',
    replace: 'plainItem(change.keys, change.binaryEncoding)',
    tests: [ROUTES],
  },
  {
    name: "an item kept for which the user's module throws",
    file: 'functions/route/transform-router.ts',
    find: 'return indices.map((index) => ({ ...without(index), refusal }));',
    replace: 'return [];',
    tests: [ROUTES],
  },
  ...ARCHIVE_MUTANTS,
];
