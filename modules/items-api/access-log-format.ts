/** One line of JSON a request: who asked for what, how it ended, how long it took; no bodies, no ids. */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  caller: '$context.identity.userArn',
  sourceIp: '$context.identity.sourceIp',
  error: '$context.error.responseType',
  latencyMs: '$context.responseLatency',
});
