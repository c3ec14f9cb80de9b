import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { type SearchAnswer, SearchClient } from '../../../functions/search/search-client';
import { type RunningServer, serve } from '../http-server';
import { setVariables } from '../set-variables';

const REQUEST = { method: 'POST', path: '/_bulk', body: Buffer.from('{}\n') } as const;

describe('SearchClient', () => {
  let restoreVariables: () => void;
  let server: RunningServer;
  let client: SearchClient;
  let answer: (response: ServerResponse) => void;

  before(async () => {
    restoreVariables = setVariables({
      AWS_PROFILE: '',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    server = await serve((request, response) => request.resume().on('end', () => answer(response)));
    const endpoint = new URL(server.url);
    client = new SearchClient({ endpoint, signingName: 'aoss', region: 'us-east-1', requestTimeoutMs: 600 });
  });
  after(async () => {
    restoreVariables();
    await server.close();
  });

  it('gives an answer whole, in whatever pieces it comes, and parsed where it is JSON', async () => {
    const text = JSON.stringify({ name: 'Zürich' });
    const middle = Buffer.from(text).indexOf('ü') + 1;
    answer = (response) => {
      response.writeHead(201, { date: 'Thu, 11 Jul 2024 23:23:53 GMT' });
      response.write(Buffer.from(text).subarray(0, middle));
      setTimeout(() => response.end(Buffer.from(text).subarray(middle)), 50);
    };
    const whole = await sent(client);
    expect(whole).to.include({ status: 201, text, date: 'Thu, 11 Jul 2024 23:23:53 GMT' });
    expect(whole).to.have.deep.property('body', { name: 'Zürich' });
  });

  it('ends a body that trickles for ever with the time of the request', async () => {
    let trickle: NodeJS.Timeout | undefined;
    answer = (response) => {
      trickle = setInterval(() => response.write(' '), 20);
    };
    const started = Date.now();
    try {
      expect((await sent(client)).status).to.equal(undefined);
      expect(Date.now() - started).to.be.within(500, 1_500);
    } finally {
      clearInterval(trickle);
    }
  });

  it("signs all requests again that were refused at once, by the service's clock", async () => {
    const now = Date.now() + 3_600_000;
    answer = (response) => {
      const signed = String(response.req.headers['x-amz-date']);
      const [, day = '', hour = '', minute = '', second = ''] = /(.{8})T(..)(..)(..)Z/.exec(signed) ?? [];
      const at = Date.parse(`${day.replace(/(....)(..)/, '$1-$2-')}T${hour}:${minute}:${second}Z`);
      const isInTime = Math.abs(at - now) < 300_000;
      response.writeHead(isInTime ? 200 : 403, { date: new Date(now).toUTCString() }).end('{}');
    };
    const answers = await Promise.all([sent(client), sent(client)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
  });

  it('takes an answer that breaks off for none', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"items":[]}', () => response.destroy());
    };
    expect(await sent(client)).to.have.property('reason');
  });
});

function sent(client: SearchClient): Promise<SearchAnswer> {
  return client.send(REQUEST, Date.now() + 10_000);
}
