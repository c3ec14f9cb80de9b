import { ConfigurationError } from '../errors/configuration-error';
import type { SearchError } from './verdict';

const MENDS: Readonly<Record<number, string>> = {
  401: "The collection's network policy does not admit the function: name the VPC endpoint that it comes through, or allow public access.",
  403: "The function's role needs aoss:APIAccessAll on the collection, and a data access policy that grants it aoss:WriteDocument on the index; a new policy takes about a minute to work. An engine that blocks writes (cluster_block_exception) has to be unblocked.",
};

const OTHER_MEND =
  'Check SEARCH_ENDPOINT and SEARCH_INDEX: the collection must be of type SEARCH, and the index open, with a valid name or a write alias.';

/**
 * The collection refuses writes for a reason that is not a document's. Other reasons than those of denied
 * access may quote a document, so they are left out.
 */
export function accessDenied(status: number, error: SearchError): ConfigurationError {
  const said = [error.type, status === 401 || status === 403 ? error.reason : undefined]
    .filter((part) => typeof part === 'string')
    .join(': ')
    .slice(0, 300);
  return new ConfigurationError(
    `The collection refused the write with status ${status}${said && ` (${said})`}. ` +
      `${MENDS[status] ?? OTHER_MEND} No change was acknowledged and none was parked: they wait in the stream.`,
  );
}
