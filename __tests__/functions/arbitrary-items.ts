import fc from 'fast-check';
import type { AttributeMap, AttributeValue } from '../../functions/change/attribute-value';

/** Numbers as DynamoDB keeps them: up to 38 digits, magnitudes from 1E-130 to 9.9…E+125. */
export const numberText = fc.oneof(
  fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }).map(String),
  fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: 1, max: 99999 }))
    .map(([a, b]) => `${a}.${b}`),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -130, max: 125 }))
    .map(([a, b]) => `${a}E${b < 0 ? '' : '+'}${b}`),
  fc.constantFrom('0', '-0', '1E+125', '9.9999999999999999999999999999999999999E+125', '1E-130', '0.1'),
);

const awkwardNames = [
  '',
  '.',
  '.a',
  'a.',
  'a..b',
  'a.b',
  'a',
  ' ',
  '\u001c',
  '_id',
  '_source',
  '__soft_deletes',
  '_tombstone',
  '_primary_term',
  '_cdc',
  '%',
  '%2E',
  'constructor',
  '\u0000',
  '"',
  '\\',
  '😀',
  '*',
  // Those of a record's own members.
  'dynamodb',
  'Keys',
  'NewImage',
  'OldImage',
  'SizeBytes',
  'ApproximateCreationDateTime',
  // Those of types.
  'S',
  'M',
];

export const name = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom(...awkwardNames) },
);

export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'null', '2020-01-01', '1'),
);

const base64 = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'));

export const item: fc.Arbitrary<AttributeMap> = fc.letrec<{ value: AttributeValue; map: AttributeMap }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text.map((S) => ({ S })),
      numberText.map((N) => ({ N })),
      base64.map((B) => ({ B })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true } as const),
      fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((SS) => ({ SS })),
      fc.uniqueArray(numberText, { minLength: 1, maxLength: 4, selector: Number }).map((NS) => ({ NS })),
      fc.uniqueArray(base64, { minLength: 1, maxLength: 4 }).map((BS) => ({ BS })),
      fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
      tie('map').map((M) => ({ M })),
    ),
    map: fc
      .uniqueArray(fc.tuple(name, tie('value')), { maxLength: 5, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  }),
).map;

/** Keys of tables with one or two key attributes, always under the same names. */
export const keyValue = fc.oneof(
  text.filter((value) => value !== '').map((S) => ({ S })),
  numberText.map((N) => ({ N })),
  base64.filter((value) => value !== '').map((B) => ({ B })),
);
