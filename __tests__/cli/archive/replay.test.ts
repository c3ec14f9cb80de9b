import { expect } from 'chai';
import fc from 'fast-check';
import { ArchiveFolder, type Line, lineOf, replayed, textLineOf } from './archive-folder';

const START = 1_795_512_600_000_000;

/** Spellings of one number each. */
const NUMBERS = [
  ['1', '1.0', '1E0', '10e-1'],
  ['-0.5', '-5E-1', '-0.50'],
  ['12345678901234567890123456789012345678', '1.2345678901234567890123456789012345678E+37'],
  ['12345678901234567890123456789012345679'],
  ['1E+125', '10e124'],
  ['0', '-0', '0.00'],
] as const;

/** A change of one of few keys, at one of few times: ties are many. */
interface Happening {
  readonly id: string;
  readonly number: number;
  readonly spelling: number;
  readonly turned: boolean;
  readonly tick: number;
  readonly sequence: string | null;
  readonly kind: Line['eventName'];
  readonly value: string;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  id: fc.constantFrom('a', 'b', 'é"\\\t', '1'),
  number: fc.nat({ max: NUMBERS.length - 1 }),
  spelling: fc.nat(),
  turned: fc.boolean(),
  tick: fc.nat({ max: 4 }),
  sequence: fc.option(
    fc.constantFrom(
      '0',
      '5',
      '007',
      '9',
      '10',
      '9007199254740993',
      '9007199254740992',
      `49${'0'.repeat(53)}9`,
      `49${'0'.repeat(52)}10`,
      `5${'0'.repeat(54)}`,
    ),
  ),
  kind: fc.constantFrom('INSERT', 'MODIFY', 'REMOVE'),
  value: fc.constantFrom(
    '1.10',
    '1E+125',
    '12345678901234567890123456789012345678',
    '"\\ud83d\\ude00 é"',
    '[null,{"x":-0.0}]',
  ),
});

const keyOf = ({ id, number }: Happening): string => JSON.stringify([id, number]);
const sequenceOf = ({ sequence }: Happening): bigint => (sequence === null ? -1n : BigInt(sequence));

/** Two changes of a key never have the same time and sequence number. */
const history = fc.uniqueArray(happening, {
  minLength: 1,
  maxLength: 40,
  selector: (one) => `${keyOf(one)} ${one.tick} ${sequenceOf(one)}`,
});

const delivery = fc.record({
  object: fc.nat({ max: 3 }),
  again: fc.option(fc.nat({ max: 3 }), { freq: 4 }),
  order: fc.nat(),
});

const FORMATS = ['plain', 'gzip', 'text', 'parquet'] as const;
const PLACES = [
  'changes/table=orders/date=2026-11-24/one',
  'changes/table=orders/date=2026-11-25/two',
  'three',
  'x/four',
];

function changeOf(one: Happening, count: number): Line {
  const spellings = NUMBERS[one.number] ?? [];
  const [id, number] = [
    `"id":${JSON.stringify(one.id)}`,
    `"n":${spellings[one.spelling % spellings.length]}`,
  ];
  const keys = one.turned ? `{${number},${id}}` : `{${id},${number}}`;
  const image = `{${id},${number},"count":${count},"value":${one.value}}`;
  return {
    eventName: one.kind,
    table: 'orders',
    at: START + one.tick,
    sequenceNumber: one.sequence,
    keys,
    new: one.kind === 'REMOVE' ? null : image,
    old: one.kind === 'INSERT' ? null : image,
  };
}

/** The table, as a fold over its changes in their order. */
function model(happenings: readonly Happening[], changes: readonly Line[], asOf: number) {
  const state = new Map<string, string | null>();
  const inOrder = happenings
    .map((one, i) => ({ one, change: changes[i] }))
    .sort((a, b) => a.one.tick - b.one.tick || (sequenceOf(a.one) < sequenceOf(b.one) ? -1 : 1));
  for (const { one, change } of inOrder)
    if (change !== undefined && change.at <= asOf) state.set(keyOf(one), change.new);
  const items = [...state.values()].filter((item) => item !== null);
  return { items: items.sort(), removed: state.size - items.length };
}

async function write(folder: ArchiveFolder, objects: readonly Line[][], formats: readonly string[]) {
  for (const [i, changes] of objects.entries()) {
    const [name, format] = [PLACES[i] ?? '', formats[i]];
    if (changes.length === 0) continue;
    if (format === 'parquet') await folder.parquet(name, changes);
    else if (format === 'gzip') folder.gzip(name, changes.map(lineOf).join(''));
    else folder.write(name, changes.map(format === 'text' ? textLineOf : lineOf).join(''));
  }
}

describe('a replayed archive', () => {
  it('is the table as of any time, however its changes lie in the objects', async function () {
    this.timeout(60_000);
    const formats = fc.array(fc.constantFrom(...FORMATS), { minLength: 4, maxLength: 4 });
    const deliveries = fc.array(delivery, { minLength: 40, maxLength: 40 });
    const property = fc.asyncProperty(
      history,
      deliveries,
      formats,
      fc.integer({ min: -1, max: 5 }),
      async (happenings, delivered, formats, tick) => {
        const changes = happenings.map(changeOf);
        const objects: { line: Line; order: number }[][] = PLACES.map(() => []);
        changes.forEach((line, i) => {
          const { object = 0, again = null, order = 0 } = delivered[i] ?? {};
          objects[object]?.push({ line, order });
          if (again !== null) objects[again]?.push({ line, order: order / 2 });
        });
        const shuffled = objects.map((lines) =>
          lines.sort((a, b) => a.order - b.order).map(({ line }) => line),
        );
        const folder = new ArchiveFolder();
        try {
          await write(folder, shuffled, formats);
          const asOf = tick === 5 ? undefined : START + tick;
          const expected = model(happenings, changes, asOf ?? Number.MAX_SAFE_INTEGER);
          const { read, items, removed } = await replayed(folder.path, asOf === undefined ? {} : { asOf });
          expect(read.sort()).to.deep.equal(expected.items);
          expect({ items, removed }).to.deep.equal({
            items: expected.items.length,
            removed: expected.removed,
          });
        } finally {
          folder.remove();
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('has its items in the order of their keys, and every item of many', async function () {
    this.timeout(60_000);
    const folder = new ArchiveFolder();
    try {
      const ids = Array.from({ length: 50_000 }, (_, i) => String((i * 7_919) % 50_000).padStart(5, '0'));
      const lines = ids.map((id, i) => lineOf({ keys: `{"id":"${id}"}`, new: `{"id":"${id}","i":${i}}` }));
      folder.gzip('one', lines.slice(0, 30_000).join(''));
      folder.write('two', lines.slice(20_000).join(''));
      const { read, items, changes } = await replayed(folder.path);
      expect(read).to.deep.equal(ids.map((id, i) => `{"id":"${id}","i":${i}}`).sort());
      expect({ items, changes }).to.deep.equal({ items: 50_000, changes: 60_000 });
    } finally {
      folder.remove();
    }
  });

  it('counts the changes until the time, and gives the times of the first and the last of them', async () => {
    const folder = new ArchiveFolder();
    try {
      folder.write('a', [1, 2, 3].map((tick) => lineOf({ at: START + tick })).join(''));
      const { changes, first, last } = await replayed(folder.path, { asOf: START + 2 });
      expect({ changes, first, last }).to.deep.equal({ changes: 2, first: START + 1, last: START + 2 });
      const none = await replayed(folder.path, { asOf: START });
      expect(none).to.deep.equal({ table: 'orders', changes: 0, items: 0, removed: 0, read: [] });
    } finally {
      folder.remove();
    }
  });
});
