import { expect } from 'chai';
import { operationOf } from '../../../../local/search/collection-gateway/operations';

function operation(line: string, body = '') {
  const [method = '', target = ''] = line.split(' ');
  return operationOf({ method, target, body: Buffer.from(body) });
}

describe('the operations of a collection', () => {
  const asked: [line: string, ...accesses: string[]][] = [
    ['PUT /a', 'aoss:CreateIndex a'],
    ['DELETE /a', 'aoss:DeleteIndex a'],
    ['GET /a', 'aoss:DescribeIndex a'],
    ['HEAD /a/', 'aoss:DescribeIndex a'],
    ['GET /a/_mapping', 'aoss:DescribeIndex a'],
    ['GET /a/_settings/index.number_of_shards', 'aoss:DescribeIndex a'],
    ['GET /_cat/indices?v', 'aoss:DescribeIndex *'],
    ['PUT /a/_mapping', 'aoss:UpdateIndex a'],
    ['PUT /a/_settings', 'aoss:UpdateIndex a'],
    ['PUT /_settings', 'aoss:UpdateIndex *'],
    ['PUT /a/_doc/1', 'aoss:WriteDocument a'],
    ['PUT /a/_doc/a%2Fb?refresh=false', 'aoss:WriteDocument a'],
    ['POST /a/_doc', 'aoss:WriteDocument a'],
    ['DELETE /a/_doc/1', 'aoss:WriteDocument a'],
    ['POST /a/_update/1', 'aoss:WriteDocument a'],
    ['GET /a/_doc/1', 'aoss:ReadDocument a'],
    ['HEAD /a/_source/1', 'aoss:ReadDocument a'],
    ['POST /a/_search?size=1', 'aoss:ReadDocument a'],
    ['GET /a,b*,-c/_count', 'aoss:ReadDocument a', 'aoss:ReadDocument b*'],
    ['GET /a%2Cb/_count', 'aoss:ReadDocument a', 'aoss:ReadDocument b'],
    ['POST /_search', 'aoss:ReadDocument *'],
    ['POST /_all/_search', 'aoss:ReadDocument *'],
    ['POST /%5Fall/_search', 'aoss:ReadDocument *'],
    ['POST /-a/_search', 'aoss:ReadDocument *'],
    ['GET /a/_alias', 'aoss:DescribeCollectionItems'],
    ['PUT /a/_alias/b', 'aoss:CreateCollectionItems'],
    ['POST /_aliases', 'aoss:UpdateCollectionItems'],
    ['PUT /_index_template/t', 'aoss:CreateCollectionItems'],
    ['DELETE /_index_template/t', 'aoss:DeleteCollectionItems'],
  ];
  for (const [line, ...accesses] of asked) {
    it(`${line} asks for ${accesses.join(', ')}`, () => {
      const asked = operation(line);
      if ('status' in asked) return expect.fail(`refused: ${asked.reason}`);
      expect(
        asked.accesses.map((access) =>
          'index' in access ? `${access.permission} ${access.index}` : access.permission,
        ),
      ).to.deep.equal(accesses);
    });
  }

  const missing = [
    ...['GET /', 'HEAD /', 'POST /a/_refresh', 'POST /_refresh', 'POST /a/_flush', 'POST /a/_forcemerge'],
    ...['POST /a/_delete_by_query', 'POST /a/_update_by_query', 'POST /_reindex', 'POST /_search/scroll'],
    ...[
      'GET /_cluster/health',
      'GET /%5Fcluster/health',
      'PUT /_cluster/settings',
      'GET /_nodes',
      'GET /_cat/nodes',
    ],
    ...[
      'PUT /_scripts/s',
      'PUT /_template/t',
      'POST /a/_doc/1',
      'PUT /_bulk',
      'PUT /a/_bulk',
      'POST /a/_close',
    ],
    ...[
      'PUT /a/_doc/b:c',
      'PUT /a/_doc/b%3Ac',
      'GET /a/_doc/b%3Ac',
      'GET /a/_stats',
      'GET /_ingest/pipeline',
    ],
    ...['GET //a/_search', 'GET /a//_search', 'GET /a/_doc/%zz', 'PATCH /a', 'OPTIONS /a', 'GET /a/_doc/1/x'],
  ];
  for (const line of missing) {
    it(`${line} is not there`, () => expect(operation(line)).to.include({ status: 404 }));
  }

  for (const refresh of ['refresh', 'refresh=', 'refresh=true', 'refresh=wait_for']) {
    it(`?${refresh} is refused`, () => {
      expect(operation(`POST /_bulk?${refresh}`)).to.include({ status: 400, type: 'status_exception' });
    });
  }

  for (const [line, body] of [
    ['PUT /.hidden', ''],
    ['GET /a,.b/_search', ''],
    ['PUT /%2Ehidden', ''],
    ['POST /_bulk', '{"index":{"_index":".hidden"}}\n{}\n'],
  ] as const) {
    it(`${line} ${body.slice(0, 30)} names a hidden index`, () => {
      expect(operation(line, body)).to.include({ status: 400, type: 'invalid_index_name_exception' });
    });
  }
});

describe('the indices that a body names', () => {
  const named: [what: string, line: string, body: string, indices: string[], autoCreates: string[]][] = [
    [
      '_bulk: of each action',
      'POST /_bulk',
      '{"index":{"_index":"a"}}\n{"delete":{"_index":"b"}}\n{"delete":{"_index":"x"}}\n{"create":{"_index":"c"}}\n{}\n{"update":{"_index":"d"}}\n{}\n',
      ['a', 'x', 'c', 'd'],
      ['a', 'c', 'd'],
    ],
    [
      '_bulk: the documents are not actions',
      'POST /_bulk',
      '{"index":{"_index":"a"}}\n{"delete":{"_index":"b"}}\n',
      ['a'],
      ['a'],
    ],
    [
      "_bulk: the path's where there is none",
      'POST /p/_bulk',
      '{"index":{}}\n{}\n{"delete":{"_index":"b","version":1,"version_type":"external"}}\n',
      ['p', 'b'],
      ['p', 'b'],
    ],
    ['_bulk: what cannot be read asks for every index', 'POST /_bulk', 'not JSON\n', ['*'], []],
    [
      '_msearch: of each header line',
      'POST /p/_msearch',
      '{}\n{"query":{"match_all":{}}}\n{"index":["a","b"]}\n{"index":"x"}\n{"index":"c"}\n{}\n',
      ['p', 'a', 'b', 'c'],
      [],
    ],
    [
      '_mget: of each document',
      'POST /_mget',
      '{"docs":[{"_index":"a","_id":"1"},{"_id":"2"}]}',
      ['a', '*'],
      [],
    ],
    ['_mget: of the path', 'GET /p/_mget', '{"ids":["1"]}', ['p'], []],
    ['a document written', 'PUT /a/_doc/1', '{}', ['a'], ['a']],
    ['a document deleted', 'DELETE /a/_doc/1?version=1&version_type=external', '', ['a'], ['a']],
    ['a document deleted without a version', 'DELETE /a/_doc/1', '', ['a'], []],
    ['a search', 'POST /a/_search', '{}', ['a'], []],
  ];
  for (const [what, line, body, indices, autoCreates] of named) {
    it(what, () => {
      const asked = operation(line, body);
      if ('status' in asked) return expect.fail(`refused: ${asked.reason}`);
      expect(asked.accesses.map((access) => 'index' in access && access.index)).to.deep.equal(indices);
      expect(asked.autoCreates).to.deep.equal(autoCreates);
    });
  }
});
