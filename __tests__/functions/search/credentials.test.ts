import { expect } from 'chai';
import { RequestSigner } from '../../../functions/search/request-signer';
import { BuiltFunction } from '../built-function';
import { type RunningServer, serve } from '../http-server';
import { kinesisEvent } from '../kinesis-events';
import { setVariables } from '../set-variables';

const FIRST_KEYS_LIVE_MS = 1_500;

describe('the credentials of a request', function () {
  this.timeout(20_000);
  const servers: RunningServer[] = [];
  after(() => Promise.all(servers.map((server) => server.close())));

  it('are those of the environment at that time', async () => {
    const signer = new RequestSigner(new URL('https://collection.example'), 'aoss', 'us-east-1');
    const request = {
      method: 'GET',
      path: '/',
      query: {},
      body: Buffer.alloc(0),
      contentType: 'application/json',
    };
    for (const n of [1, 2]) {
      const restoreVariables = setVariables({
        AWS_PROFILE: '',
        AWS_ACCESS_KEY_ID: `AKID${n}`,
        AWS_SECRET_ACCESS_KEY: `secret ${n}`,
        AWS_SESSION_TOKEN: `token ${n}`,
      });
      try {
        const headers = await signer.sign(request);
        expect(headers.authorization).to.contain(`Credential=AKID${n}/`);
        expect(headers['x-amz-security-token']).to.equal(`token ${n}`);
      } finally {
        restoreVariables();
      }
    }
  });

  it('come from the container endpoint where the environment holds none, and anew once they have expired', async () => {
    let issued = 0;
    const endpoint = await serve((_, response) => {
      issued++;
      const lifetime = issued === 1 ? FIRST_KEYS_LIVE_MS : 3_600_000;
      const Expiration = new Date(Date.now() + lifetime).toISOString();
      const keys = { AccessKeyId: `AKID${issued}`, SecretAccessKey: 'secret', Token: 'token', Expiration };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(keys));
    });
    const signedBy: (string | undefined)[] = [];
    const collection = await serve((request, response) => {
      signedBy.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1]);
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"items":[{"index":{"status":201}}]}');
      });
    });
    servers.push(endpoint, collection);
    const indexer = BuiltFunction.load('search-indexer', {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url,
      PARKING_BUCKET: 'parking',
      PARKING_QUEUE_URL: `${collection.url}/123456789012/parking`,
      TABLE_NAME: 'lab-table',
      SEARCH_ENDPOINT: collection.url,
      SEARCH_INDEX: 'items',
    });
    const id = { S: 'a' };
    const event = kinesisEvent([{ keys: { id }, newImage: { id }, at: 1_720_740_233_000_000 }]);
    try {
      for (let batch = 0; batch < 2; batch++) {
        expect(await indexer.invoke(event)).to.deep.equal({ batchItemFailures: [] });
        await new Promise((resolve) => setTimeout(resolve, FIRST_KEYS_LIVE_MS));
      }
    } finally {
      await indexer.close();
    }
    expect(signedBy).to.deep.equal(['AKID1', 'AKID2']);
  });
});
