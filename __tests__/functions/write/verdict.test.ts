import { expect } from 'chai';
import { judgeBulkAnswer } from '../../../functions/write/bulk-answer';
import { judgeItem } from '../../../functions/write/verdict';

/** The table of outcomes: status, error type and reason of an item, and what becomes of its write. */
const OUTCOMES: [
  action: 'index' | 'delete',
  status: number,
  type: string | undefined,
  reason: string,
  fate: string,
][] = [
  ['index', 201, undefined, '', 'applied'],
  ['index', 200, undefined, '', 'applied'],
  ['delete', 200, undefined, '', 'applied'],
  ['delete', 404, undefined, '', 'applied'],
  ['index', 404, undefined, '', 'retry'],
  ['delete', 404, 'index_not_found_exception', 'no such index', 'retry'],
  ['index', 404, 'index_not_found_exception', 'no such index', 'retry'],
  ['index', 409, 'version_conflict_engine_exception', 'version conflict', 'stale'],
  ['delete', 409, 'version_conflict_engine_exception', 'version conflict', 'stale'],
  ['index', 429, 'rejected_execution_exception', 'queue full', 'retry'],
  ['index', 429, 'cluster_block_exception', 'disk usage exceeded', 'retry'],
  ['index', 402, 'service_quota_exceeded_exception', 'maximum OCU capacity reached', 'retry'],
  ['index', 408, 'timeout', '', 'retry'],
  ['index', 500, 'exception', '', 'retry'],
  ['index', 503, 'unavailable_shards_exception', '', 'retry'],
  ['index', 400, 'mapper_parsing_exception', 'failed to parse', 'refused'],
  ['index', 400, 'illegal_argument_exception', 'Limit of total fields [1000] has been exceeded', 'refused'],
  [
    'index',
    400,
    'illegal_argument_exception',
    'Document ID is not supported in create/index operation request',
    'denied',
  ],
  ['index', 400, 'illegal_argument_exception', 'no write index is defined for alias [a]', 'denied'],
  ['index', 400, 'index_closed_exception', 'closed', 'denied'],
  ['index', 401, 'authorization_exception', '', 'denied'],
  [
    'index',
    403,
    'authorization_exception',
    'User does not have permissions for the requested resource',
    'denied',
  ],
  ['index', 403, 'cluster_block_exception', 'index write (api)', 'denied'],
];

describe('the outcome of a write', () => {
  for (const [action, status, type, reason, fate] of OUTCOMES) {
    it(`of ${action} with ${status} ${type ?? ''} ${reason && `(${reason})`} is: ${fate}`, () => {
      expect(judgeItem(action, status, type === undefined ? undefined : { type, reason }).fate).to.equal(
        fate,
      );
    });
  }

  const unreadable: [string, unknown][] = [
    ['too few items', { items: [{ index: { status: 201 } }] }],
    ['too many items', { items: Array(3).fill({ index: { status: 201 } }) }],
    [
      'one item more',
      { items: [{ index: { status: 201 } }, { delete: { status: 200 } }, { index: { status: 201 } }] },
    ],
    ['another action', { items: [{ index: { status: 201 } }, { index: { status: 201 } }] }],
    ['no status', { items: [{ index: { status: 201 } }, { delete: {} }] }],
    ['no items', { errors: false }],
    ['text', '<html>'],
    ['nothing', undefined],
  ];
  for (const [what, body] of unreadable) {
    it(`is unknown for all when the answer has ${what}`, () => {
      const fates = judgeBulkAnswer(['index', 'delete'], body).map(({ fate }) => fate);
      expect(fates).to.deep.equal(['retry', 'retry']);
    });
  }

  it('may have been applied all the same where whoever answers does not know how it ended', () => {
    const ambiguous = [402, 408, 429, 500, 502, 503, 504].filter((status) => {
      const verdict = judgeItem('index', status, { type: 'x' });
      return verdict.fate === 'retry' && verdict.ambiguous;
    });
    expect(ambiguous).to.deep.equal([408, 500, 502, 504]);
  });

  it('is matched to its write by position', () => {
    const body = { items: [{ delete: { status: 404 } }, { index: { status: 409, error: { type: 'v' } } }] };
    expect(judgeBulkAnswer(['delete', 'index'], body).map(({ fate }) => fate)).to.deep.equal([
      'applied',
      'stale',
    ]);
  });
});
