import Connection from '@opensearch-project/opensearch/lib/Connection.js';

type Request = Connection['request'];

/**
 * The client prints errors that come after an answer's headers, with the bytes received, beside the function's
 * structured log. Whoever reads the answer sees them anyway.
 */
export class QuietConnection extends Connection {
  override request(...[params, callback]: Parameters<Request>): ReturnType<Request> {
    const request = super.request(params, (error, response) => {
      if (response !== null) request.removeAllListeners('error').on('error', () => {});
      callback(error, response);
    });
    return request;
  }
}
