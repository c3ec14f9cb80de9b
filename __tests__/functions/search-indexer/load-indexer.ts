import type { Route } from '../../../functions/route/route';
import { BuiltFunction } from '../built-function';
import type { ParkingService } from '../parking-service';
import { CREDENTIALS } from '../test-collection';

export interface IndexerProps {
  readonly endpoint: string;
  readonly index?: string;
  /** In place of `index`. */
  readonly routes?: readonly Route[];
  /** The text of a user's module. */
  readonly transform?: string;
  /** Those that take the place of files of the zip. */
  readonly files?: Readonly<Record<string, string>>;
  readonly parking: ParkingService;
  /** @default false */
  readonly softDelete?: boolean;
  /** How far its clock is off. @default 0 */
  readonly clockOffsetMs?: number;
  /** @default the function's own */
  readonly requestTimeoutSeconds?: number;
  /** @default the function's own */
  readonly markRefused?: boolean;
}

/** The built search-indexer of `lab-table`, with the credentials that the test collection knows. */
export function loadIndexer(props: IndexerProps): BuiltFunction {
  const {
    endpoint,
    index = '',
    routes,
    transform,
    files = {},
    parking,
    softDelete = false,
    clockOffsetMs,
    requestTimeoutSeconds = '',
    markRefused = '',
  } = props;
  const environment = {
    ...CREDENTIALS,
    ...parking.environment(),
    TABLE_NAME: 'lab-table',
    SEARCH_ENDPOINT: endpoint,
    SEARCH_INDEX: index,
    ROUTES: routes === undefined ? '' : JSON.stringify(routes),
    TRANSFORM: transform === undefined ? '' : 'transform.js',
    SOFT_DELETE: String(softDelete),
    REQUEST_TIMEOUT_SECONDS: String(requestTimeoutSeconds),
    MARK_REFUSED: String(markRefused),
  };
  return BuiltFunction.load('search-indexer', environment, {
    ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    files: transform === undefined ? files : { ...files, 'transform.js': transform },
  });
}
