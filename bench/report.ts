import { arch, cpus } from 'node:os';
import type { ColdStart } from './cold-start';
import { type Measurement, WAYS, type WayName } from './cpu-per-change';
import { kinesisEvent, SIZES, type Size } from './events';
import type { WallTime } from './wall-time';

type Bounds = Readonly<Record<Size, number>>;

/** What is promised: the function's cost in floors at most, and other ways' in the function's at least. */
const AT_MOST: Bounds = { small: 0.7, medium: 0.3, large: 0.25 };
const WITH_ROUTES_AT_MOST: Bounds = { small: 1, medium: 0.5, large: 0.4 };
const AT_LEAST: Partial<Record<WayName, Bounds>> = {
  naive: { small: 6, medium: 11, large: 12 },
  'helpers.bulk': { small: 4, medium: 8, large: 10 },
  'dynamodb-stream-elasticsearch': { small: 3, medium: 6, large: 9 },
};

export interface Results {
  readonly measurements: readonly Measurement[];
  readonly coldStart: ColdStart;
  readonly wallTimes: readonly WallTime[];
}

/** The benchmark's page, in Markdown. */
export function page({ measurements, coldStart, wallTimes }: Results): string {
  return `# Speed of the search indexer

Written by \`npm run bench\`: ${machine()}, Node.js ${process.version}. Times depend on the machine and on what else it does;
the ratios are what counts. Each way runs in a process of its own, by turns with the others, and sends to a sink in another process; CPU time by
\`process.cpuUsage\`, medians over the rounds.

- **floor+**: base64, \`JSON.parse\`, \`JSON.stringify\` of the new image and a native SHA-256 of that. Nothing is sent.
- **search-indexer**: the function as it is built, from the event to the judged answer.
- **projected**: the same with a filter, two attributes left out and one renamed; **routed**: with three indices by an attribute's value, so that
  each change writes one document and two deletes.
- **naive**: as AWS's samples do it: \`unmarshall\`, \`JSON.stringify\`, \`SignatureV4\` with \`@aws-crypto/sha256-js\` over the body, \`fetch\`.
- **helpers.bulk**: the official client, with its AwsSigv4Signer.
- **dynamodb-stream-elasticsearch** 3.3.1 from npm: the same changes as DynamoDB Streams events, the parsing of the event included.

Items, as plain JSON and as change records with both images: ${Object.keys(SIZES)
    .map((size) => sizesOf(size as Size))
    .join('; ')}.
In *hot* batches half of the changes are of few items (50 of 1,000 changes, 8 of 160).

![CPU time a change](speed.svg)

## CPU time a change, µs

${table(
  ['batch', ...WAYS],
  measurements.map((m) => [nameOf(m), ...WAYS.map((way) => (m.costs.get(way) ?? 0).toFixed(1))]),
)}

## Ratios, with their bounds

${table(
  [
    'batch',
    'search-indexer / floor+',
    'projected / floor+',
    'routed / floor+',
    ...Object.keys(AT_LEAST).map((way) => `${way} / search-indexer`),
  ],
  measurements.map((m) => [
    nameOf(m),
    judged(m.ratio('search-indexer', 'floor+'), '≤', AT_MOST[m.size]),
    judged(m.ratio('search-indexer, projected', 'floor+'), '≤', WITH_ROUTES_AT_MOST[m.size]),
    judged(m.ratio('search-indexer, routed', 'floor+'), '≤', WITH_ROUTES_AT_MOST[m.size]),
    ...Object.entries(AT_LEAST).map(([way, bounds]) =>
      judged(m.ratio(way as WayName, 'search-indexer'), '≥', bounds[m.size]),
    ),
  ]),
)}

## The whole way into OpenSearch

Wall time a change into an empty index of a real OpenSearch on the same machine, one batch after the other, against \`_bulk\` of the very same
bytes, ready made: each batch in one request, and in two at once, as the function sends it. Medians over the rounds.

${table(
  ['items', 'search-indexer', 'ready, in one request', 'ratio', 'ready, in two at once', 'ratio'],
  wallTimes.map(({ size, times, ratioTo }) => [
    size,
    `${times['search-indexer'].toFixed(0)} µs`,
    `${times.ready.toFixed(0)} µs`,
    judged(ratioTo('ready'), '≤', 1.1),
    `${times['ready at once'].toFixed(0)} µs`,
    judged(ratioTo('ready at once'), '≤', 1.1),
  ]),
)}

## A cold start

${table(
  ['measure', 'measured', 'ratio'],
  [
    [
      'what it loads before its first record, zipped',
      `${coldStart.zipKb} KB`,
      judged(coldStart.zipKb, '≤', 90),
    ],
    [
      'loading it, against client, AwsSigv4Signer, util-dynamodb and credential providers (CPU)',
      `${coldStart.load.toFixed(0)} ms / ${coldStart.usualLoad.toFixed(0)} ms`,
      judged(coldStart.load / coldStart.usualLoad, '≤', 0.75),
    ],
    [
      'loading it and its first batch of 1,000 medium changes, against naive (CPU)',
      `${coldStart.firstBatch.toFixed(0)} ms / ${coldStart.naiveFirstBatch.toFixed(0)} ms`,
      judged(coldStart.firstBatch / coldStart.naiveFirstBatch, '≤', 1),
    ],
  ],
)}

## Where the time goes, and what was tried

A profile of the function, in shares of its CPU time: on large items half is the transcoder, a quarter is hashing and sending the
body. On small items the transcoder is a third; hashing, signing and sending are
a quarter, the collection of garbage is a tenth, and the rest is what there is for each change: its id, its lines, its verdict.

What helped most:

- Memory that is used again. Pages that are new to the process cost more than what is written to them: a batch's text and body
  in buffers that warm invocations share made the function a fifth to a third cheaper.
- To jump over the old image, of which nothing is used: a third less on large items. What comes after it is held to JSON's grammar up to
  the record's end, so that the jump never ends in a wrong place; an old image that is no JSON goes unnoticed.
- Strings, types and names that are known, read by words of four bytes and written at once: a quarter of the transcoder. (Reading
  alone by words gains little, and on names, which are short, it loses.)
- What a record shares with the one before it (all but its id, event, time, keys and images) is compared by words, not read again: a
  quarter of the transcoder on small items.
- The image's bytes are written over its typed ones, and copied once, into the body. All texts are checked to be UTF-8 by one call.
- No blanks: DynamoDB writes none, so a record with one is read by way of objects. Skipping blanks where none are was a seventh of the transcoder.
- Lines in ASCII and of few parts: their length is their size, and V8 joins few pieces. A third off what it takes to make a body.
- A look at five bits of a name's hash before it is compared with the others of its map: a twelfth of the transcoder on medium items.
- Little garbage: the lines of a body are made for the request and not kept for all writes, objects are made whole, not by
  spreads. What is alive while a request is under way is copied by the collector.
- The client's transport alone, credentials and parking loaded on first use, no serializer: a third of the loading time is left.

What did not, and was left out:

- To leave out the losers of coalescing before they are transcribed: they have to be checked all the same, which is most of the work.
- The outcomes of writes in an array in place of a map: nothing.
- Known names found by a table of their first eight bytes and compared by words: a tenth slower than to read them.
- An item's bytes copied by words in place of \`Buffer.copy\`, numbers likewise: nothing, or worse from 1 KB on.
- Other hashes of names, by which an attribute twice is found; none at all: nothing.
- V8's flags (sparkplug, maglev, less inlining): a fifth off the first batch, a tenth to a quarter more on all others.
- For the first batch, decoding by way of objects until the transcoder is compiled: half as much again.

On the whole way into OpenSearch, a batch in two requests at once takes a fifth to a third less time than in one: the engine works on both. The
second costs the function a third of a millisecond of CPU time. Against two ready requests, what is above 1 is the function's CPU time, which
the engine lacks meanwhile: on this machine they share the cores.

Beside that: items of little structure and long texts gain less, since \`JSON.parse\` is at its best there; and the function must be
measured as it is bundled, since calls between TypeScript modules that are compiled on the fly make it half as fast.
`;
}

function machine(): string {
  return `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'an unknown kind'} (${arch()}), shared`;
}

function sizesOf(size: Size): string {
  const data = Buffer.from(kinesisEvent(size, 'distinct', 0).Records[0]?.kinesis.data ?? '', 'base64');
  const plain = kb(JSON.stringify(plainItem(JSON.parse(data.toString()).dynamodb.NewImage)).length);
  return `${size} ${plain} and ${kb(data.length)}, ${SIZES[size].changes} a batch`;
}

/** Roughly the plain JSON: as far as its length goes. */
function plainItem(typed: unknown): unknown {
  if (Array.isArray(typed)) return typed.map(plainItem);
  if (typeof typed !== 'object' || typed === null) return typed;
  const entries = Object.entries(typed);
  const [only] = entries;
  if (entries.length === 1 && only && /^(S|N|B|BOOL|NULL|M|L|SS|NS|BS)$/.test(only[0])) {
    return only[0] === 'N' ? Number(only[1]) : plainItem(only[1]);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, plainItem(value)]));
}

const kb = (bytes: number) => (bytes < 1_000 ? `${bytes} B` : `${(bytes / 1_000).toFixed(1)} KB`);
const nameOf = ({ size, load }: Measurement) => `${size}${load === 'hot' ? ', hot' : ''}`;

function judged(value: number, sign: '≤' | '≥', bound: number): string {
  const kept = sign === '≤' ? value <= bound : value >= bound;
  return `${value.toFixed(2)} (${sign} ${bound}${kept ? '' : ', missed'})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
