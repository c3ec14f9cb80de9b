import { stringify } from 'node:querystring';
import { ConnectionPool } from '@opensearch-project/opensearch/lib/pool/index.js';
import type Serializer from '@opensearch-project/opensearch/lib/Serializer.js';
import Transport from '@opensearch-project/opensearch/lib/Transport.js';
import { QuietConnection } from './quiet-connection';

/** All that is used of a serializer, since bodies are ready bytes and answers are streams: the client's own brings a parser of JSON5. */
const QUERY_SERIALIZER: Pick<Serializer, 'qserialize'> = { qserialize: stringify };

/**
 * The official client's transport without its API of several hundred functions, whose loading takes longer than
 * all the rest. It sends each request once: with a body that is a Buffer, or none, and an answer `asStream`.
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
    serializer: QUERY_SERIALIZER as Serializer,
    maxRetries: 0,
    requestTimeout: 30_000,
    sniffEndpoint: '',
    headers: {},
  });
}
