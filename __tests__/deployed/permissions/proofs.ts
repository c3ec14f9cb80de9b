import type { Pipeline } from '../../../local/demo/pipelines';
import { CANARY_PROOFS, FORWARDER_PROOFS, firehoseProofs, TRANSFORMER_PROOFS } from './archive-proofs';
import type { FunctionCode } from './deployed-function';
import type { Proofs } from './proof';
import type { StreamKind } from './reading-proofs';
import {
  ALIAS_DATA_PROOFS,
  BOOTSTRAP_DATA_PROOFS,
  BOOTSTRAP_PROOFS,
  ITEMS_API_PROOFS,
  indexerDataProofs,
  indexerProofs,
  READER_DATA_PROOFS,
  SUBSCRIBER_PROOFS,
  SWEEPER_DATA_PROOFS,
  SWEEPER_PROOFS,
} from './search-proofs';

/** Whose role it is. */
export type Role = FunctionCode | 'firehose';

/** Whoever the data access policy names. */
export type Principal = Role | 'readers';

/** The proofs of all that a pipeline's principals may do. */
export interface PermissionProofs {
  readonly roles: Readonly<Partial<Record<Role, Proofs>>>;
  /** Of the collection's data access policy. */
  readonly data: Readonly<Partial<Record<Principal, Proofs>>>;
}

const searchProofs = (kind: StreamKind): PermissionProofs => ({
  roles: {
    'search-indexer': indexerProofs(kind),
    'search-bootstrap': BOOTSTRAP_PROOFS,
    'items-api': ITEMS_API_PROOFS,
  },
  data: {
    'search-indexer': indexerDataProofs(kind),
    'search-bootstrap': BOOTSTRAP_DATA_PROOFS,
    readers: READER_DATA_PROOFS,
  },
});

/** Of each pipeline as `main.ts` has it. */
export const PROOFS: Readonly<Record<Pipeline, PermissionProofs>> = {
  'kinesis-to-search': searchProofs('kinesis'),
  'streams-to-search': searchProofs('dynamodb'),
  'kinesis-to-s3': {
    roles: {
      'firehose-transformer': TRANSFORMER_PROOFS,
      'archive-canary': CANARY_PROOFS,
      firehose: firehoseProofs('kinesis'),
    },
    data: {},
  },
  'streams-to-s3': {
    roles: { 'firehose-forwarder': FORWARDER_PROOFS, firehose: firehoseProofs('direct put') },
    data: {},
  },
};

/** What kinesis-to-search has beyond that, with soft deletes and enhanced fan-out. */
export const SETTINGS_PROOFS: PermissionProofs = {
  roles: { 'search-indexer': SUBSCRIBER_PROOFS, 'search-sweeper': SWEEPER_PROOFS },
  data: { 'search-bootstrap': ALIAS_DATA_PROOFS, 'search-sweeper': SWEEPER_DATA_PROOFS },
};
