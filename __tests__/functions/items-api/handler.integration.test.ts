import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { expect } from 'chai';
import { AwsBench } from '../../local/aws/aws-bench';
import { BuiltFunction } from '../built-function';

const TABLE = 'items-api-test';

interface Request {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls a function as API Gateway's Lambda proxy integration does: the id in the path as it was sent. */
async function call(api: BuiltFunction, method: string, path: string, request: Request = {}) {
  const id = /^\/items\/(.*)$/s.exec(path)?.[1];
  const result = (await api.invoke({
    resource: id === undefined ? path : '/items/{id}',
    path,
    httpMethod: method,
    pathParameters: id === undefined ? null : { id },
    queryStringParameters: request.query ?? null,
    body: request.body ?? null,
    isBase64Encoded: false,
    requestContext: { requestId: 'request' },
  })) as APIGatewayProxyResult;
  return { status: result.statusCode, headers: result.headers ?? {}, text: result.body };
}

const messageOf = ({ text }: { readonly text: string }): string => JSON.parse(text).message;

describe('the function of the items API, built, on DynamoDB', function () {
  this.timeout(30_000);
  let aws: AwsBench;
  let dynamodb: DynamoDBClient;
  let api: BuiltFunction;

  before(async function () {
    aws = await AwsBench.start(this);
    dynamodb = new DynamoDBClient(aws.settings);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    api = BuiltFunction.load('items-api', { ...aws.emulator.environment(), TABLE_NAME: TABLE });
  });
  after(async () => {
    await api?.close();
    await aws?.stop();
  });

  it("creates the workshop's item, edits it and deletes it", async () => {
    const created = await call(api, 'POST', '/items', {
      body: '{"name":"Test Kinesis Stream Pipeline","type":"Test"}',
    });
    expect(created.status).to.equal(201);
    const { id, ...item } = JSON.parse(created.text);
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(item).to.deep.equal({ name: 'Test Kinesis Stream Pipeline', type: 'Test' });

    const put = await call(api, 'PUT', `/items/${id}`, { body: '{"name":"Edited","type":"Test"}' });
    expect(put.status).to.equal(200);
    const got = await call(api, 'GET', `/items/${id}`);
    expect([got.status, JSON.parse(got.text)]).to.deep.equal([200, { id, name: 'Edited', type: 'Test' }]);

    expect((await call(api, 'DELETE', `/items/${id}`)).status).to.equal(204);
    expect((await call(api, 'GET', `/items/${id}`)).status).to.equal(404);
    expect((await call(api, 'DELETE', `/items/${id}`)).status).to.equal(404);
  });

  it('keeps each digit, and every kind of JSON', async () => {
    const attributes =
      '"n":12345678901234567890123456789012345678,"f":-0.12345678901234567890123456789012345678,"s":"","e":"👩‍👩‍👧","l":[1,[true,null]],"m":{"a":{"b.c":1}}';
    await call(api, 'PUT', '/items/digits', { body: `{${attributes}}` });
    const { text } = await call(api, 'GET', '/items/digits');
    for (const member of attributes.split(/,(?="\w":)/)) expect(text).to.include(member);
  });

  it('shows what others have written: sets as arrays, binary as base64', async () => {
    await dynamodb.send(
      new PutItemCommand({
        TableName: TABLE,
        Item: {
          id: { S: 'sets' },
          b: { B: Buffer.from('abc') },
          ss: { SS: ['x'] },
          ns: { NS: ['1.50'] },
          bs: { BS: [Buffer.from('abc')] },
        },
      }),
    );
    const { text } = await call(api, 'GET', '/items/sets');
    expect(JSON.parse(text)).to.deep.equal({ id: 'sets', b: 'YWJj', ss: ['x'], ns: [1.5], bs: ['YWJj'] });
  });

  for (const id of ['50% a/b', 'a%2Fb', 'a+b', '#?&=.. "ü" 👍', '\u0000\n'])
    it(`takes the id ${JSON.stringify(id)} in the path, encoded, as it does in the body`, async () => {
      const path = `/items/${encodeURIComponent(id)}`;
      const item = { id, name: 'odd', type: 'Test' };
      expect((await call(api, 'POST', '/items', { body: JSON.stringify(item) })).status).to.equal(201);
      expect(JSON.parse((await call(api, 'GET', path)).text)).to.deep.equal(item);
      expect((await call(api, 'PUT', path, { body: '{"name":"even"}' })).status).to.equal(200);
      expect(JSON.parse((await call(api, 'GET', path)).text)).to.deep.equal({ id, name: 'even' });
      expect((await call(api, 'DELETE', path)).status).to.equal(204);
      expect((await call(api, 'GET', path)).status).to.equal(404);
    });

  it('lists all items, page by page, each once', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `page-${index}`);
    await Promise.all(ids.map((id) => call(api, 'PUT', `/items/${id}`, { body: '{}' })));
    const seen: string[] = [];
    for (let nextToken: string | undefined, pages = 0; pages === 0 || nextToken; pages++) {
      expect(pages).to.be.lessThan(20);
      const { text } = await call(api, 'GET', '/items', {
        query: { limit: '7', ...(nextToken && { nextToken }) },
      });
      const page: { items: { id: string }[]; nextToken?: string } = JSON.parse(text);
      expect(page.items).to.have.length.at.most(7);
      seen.push(...page.items.map(({ id }) => id));
      nextToken = page.nextToken;
    }
    expect(seen).to.include.members(ids);
    expect(new Set(seen).size).to.equal(seen.length);
  });

  it('refuses to create an item that is there, and leaves it as it is', async () => {
    await call(api, 'PUT', '/items/there', { body: '{"name":"first"}' });
    const again = await call(api, 'POST', '/items', { body: '{"id":"there","name":"second","type":"Test"}' });
    expect(again.status).to.equal(409);
    expect(messageOf(again)).to.match(/PUT/);
    expect(JSON.parse((await call(api, 'GET', '/items/there')).text).name).to.equal('first');
  });

  const refused: readonly [string, string, Request, number, RegExp][] = [
    ['POST', '/items', { body: '{"type":"Test"}' }, 400, /no "name"/],
    ['POST', '/items', { body: '{"name":1,"type":"Test"}' }, 400, /"name" is not a string/],
    ['POST', '/items', { body: '{"id":7,"name":"a","type":"Test"}' }, 400, /"id" is not a string/],
    ['POST', '/items', { body: '{"id":"","name":"a","type":"Test"}' }, 400, /id has 0 bytes/],
    ['PUT', '/items/a', { body: '{"id":"b"}' }, 400, /differs from the path's, "a"/],
    ['PUT', `/items/${'a'.repeat(2049)}`, { body: '{}' }, 400, /2049 bytes; it must have 1 to 2048/],
    ['PUT', '/items/a', { body: `{"a":"${'x'.repeat(410_000)}"}` }, 413, /larger than 400 KB/],
    ['PUT', '/items/a', { body: `{"a":${'['.repeat(32)}1${']'.repeat(32)}}` }, 400, /more than 32 levels/],
    ['GET', '/items', { query: { limit: '101' } }, 400, /limit is "101".* 1 to 100/],
    ['GET', '/items', { query: { limit: '1e1' } }, 400, /limit is "1e1"/],
    ['GET', '/items', { query: { nextToken: 'x' } }, 400, /nextToken is not one/],
    ['GET', '/items/50%', {}, 400, /50%, is not percent-encoded.*"%" is sent as "%25"/],
    ['PATCH', '/items/a', { body: '{}' }, 405, /has no PATCH. It has GET, PUT, DELETE/],
    ['GET', '/', {}, 404, /There is no \//],
  ];
  for (const [method, path, request, status, message] of refused) {
    it(`answers ${status} to ${method} ${path.slice(0, 20)} ${JSON.stringify(request).slice(0, 50)}`, async () => {
      const answer = await call(api, method, path, request);
      expect(answer.status).to.equal(status);
      expect(messageOf(answer)).to.match(message);
    });
  }

  it('logs one line a request, with nothing of the item in it', async () => {
    const before = api.logLines().length;
    await call(api, 'PUT', '/items/secret-id', { body: '{"name":"secret-name"}' });
    await call(api, 'PUT', '/items/secret-id', { body: '{"name":"secret-name"' });
    const lines = api.logLines().slice(before);
    expect(lines.map(({ method, resource, status }) => [method, resource, status])).to.deep.equal([
      ['PUT', '/items/{id}', 200],
      ['PUT', '/items/{id}', 400],
    ]);
    expect(JSON.stringify(lines)).not.to.include('secret');
  });
});

describe('the function of the items API, built, when DynamoDB refuses', function () {
  this.timeout(30_000);

  const refusals: readonly [string, number, string, number, string | undefined][] = [
    ['ProvisionedThroughputExceededException', 400, 'Slow down', 429, '1'],
    ['ThrottlingException', 400, 'Slow down', 429, '1'],
    ['RequestLimitExceeded', 400, 'Slow down', 429, '1'],
    ['InternalServerError', 500, 'Sorry', 503, '1'],
    ['ServiceUnavailable', 503, 'Sorry', 503, '1'],
    ['ValidationException', 400, 'Something unheard of', 400, undefined],
    ['ValidationException', 400, 'Item size has exceeded the maximum allowed size', 413, undefined],
    ['AccessDeniedException', 400, 'not authorized', 500, undefined],
    ['ResourceNotFoundException', 400, 'no table', 500, undefined],
  ];
  for (const [type, httpStatus, message, status, retryAfter] of refusals) {
    it(`answers ${status} to ${type} (${message})`, async () => {
      const server = createServer((_, response) => {
        response.writeHead(httpStatus, { 'Content-Type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const api = BuiltFunction.load('items-api', environmentOf(port));
      try {
        const answer = await call(api, 'PUT', '/items/a', { body: '{"name":"secret"}' });
        expect(answer.status).to.equal(status);
        expect(answer.headers['Retry-After']).to.equal(retryAfter);
        expect(answer.text).not.to.include('secret');
        expect(messageOf(answer)).to.be.a('string');
      } finally {
        await api.close();
        server.closeAllConnections();
        server.close();
      }
    });
  }

  it('answers 503 when nothing listens there', async () => {
    const api = BuiltFunction.load('items-api', environmentOf(1));
    try {
      expect((await call(api, 'GET', '/items/a')).status).to.equal(503);
    } finally {
      await api.close();
    }
  });
});

function environmentOf(port: number): Record<string, string> {
  return {
    TABLE_NAME: TABLE,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  };
}
