import type { Item } from '../../local/demo/comparison';

/** What DynamoDB holds and others lose something of. */
export const AWKWARD_ITEMS: readonly Item[] = [
  { id: { S: 'numbers' }, n: { N: '12345678901234567890123456789012345678' }, e: { N: '1E+125' } },
  {
    id: { S: 'binary' },
    b: { B: Buffer.from([0, 1, 255]) },
    bs: { BS: [Buffer.from([0]), Buffer.from([255])] },
  },
  { id: { S: 'sets' }, ss: { SS: ['a', 'b'] }, ns: { NS: ['1', '2.5'] } },
  { id: { S: 'names' }, 'a.b': { S: 'x' }, a: { N: '1' }, _id: { S: 'y' }, '😀': { BOOL: true } },
  { id: { S: 'a/b#c|d "e" \u0001 😀' }, empty: { S: '' }, none: { NULL: true } },
];
