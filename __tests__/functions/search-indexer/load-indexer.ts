import { BuiltFunction } from '../built-function';
import type { ParkingService } from '../parking-service';
import { CREDENTIALS } from '../test-collection';

export interface IndexerProps {
  readonly endpoint: string;
  readonly index: string;
  readonly parking: ParkingService;
  /** How far its clock is off. @default 0 */
  readonly clockOffsetMs?: number;
  /** @default the function's own */
  readonly requestTimeoutSeconds?: number;
  /** @default the function's own */
  readonly markRefused?: boolean;
}

/** The built search-indexer of `lab-table`, with the credentials that the test collection knows. */
export function loadIndexer(props: IndexerProps): BuiltFunction {
  const { endpoint, index, parking, clockOffsetMs, requestTimeoutSeconds = '', markRefused = '' } = props;
  const environment = {
    ...CREDENTIALS,
    ...parking.environment(),
    TABLE_NAME: 'lab-table',
    SEARCH_ENDPOINT: endpoint,
    SEARCH_INDEX: index,
    REQUEST_TIMEOUT_SECONDS: String(requestTimeoutSeconds),
    MARK_REFUSED: String(markRefused),
  };
  return BuiltFunction.load('search-indexer', environment, clockOffsetMs);
}
