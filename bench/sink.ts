import { createServer } from 'node:http';
import { readAll } from '../__tests__/functions/http-server';

/** Answers `_bulk` as OpenSearch does, in the order of its lines, and keeps nothing. Ends with its parent. */
const server = createServer(async (request, response) => {
  const body = await readAll(request);
  const { searchParams } = new URL(request.url ?? '/', 'http://sink');
  const answer = bulkAnswer(body.toString('latin1'), searchParams.has('filter_path'));
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(answer);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.(`http://127.0.0.1:${address.port}`);
});
process.on('disconnect', () => process.exit());

function bulkAnswer(body: string, statusOnly: boolean): string {
  const items: string[] = [];
  for (const line of body.split('\n')) {
    const [, action, id] = /^\{"(index|delete)":\{.*?"_id":("(?:[^"\\]|\\.)*")/.exec(line) ?? [];
    if (action === undefined) continue;
    items.push(statusOnly ? `{"${action}":{"status":200}}` : `{"${action}":${fullResult(id ?? '""')}}`);
  }
  return statusOnly ? `{"items":[${items}]}` : `{"took":30,"errors":false,"items":[${items}]}`;
}

function fullResult(id: string): string {
  return `{"_index":"items","_id":${id},"_version":1720740233012995,"result":"updated","_shards":{"total":2,"successful":1,"failed":0},"_seq_no":12345,"_primary_term":1,"status":200}`;
}
