import { ConnectionPool } from '@opensearch-project/opensearch/lib/pool/index.js';
import Serializer from '@opensearch-project/opensearch/lib/Serializer.js';
import Transport from '@opensearch-project/opensearch/lib/Transport.js';
import { QuietConnection } from './quiet-connection';

/**
 * The official client's transport without its API of several hundred functions, whose loading takes longer than
 * all the rest. It sends each request once.
 */
export function transportTo(endpoint: URL): Transport {
  const emit = () => false;
  const connectionPool = new ConnectionPool({
    Connection: QuietConnection,
    resurrectStrategy: 'none',
    pingTimeout: 3_000,
    emit,
  });
  connectionPool.addConnection(endpoint.href);
  return new Transport({
    emit,
    connectionPool,
    serializer: new Serializer(),
    maxRetries: 0,
    requestTimeout: 30_000,
    sniffEndpoint: '',
    headers: {},
  });
}
