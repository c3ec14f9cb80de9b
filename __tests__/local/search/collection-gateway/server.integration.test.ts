import { createHash, randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { expect } from 'chai';
import type { Directory, Principal } from '../../../../local/search/collection-gateway/directory';
import {
  type CollectionGateway,
  startCollectionGateway,
} from '../../../../local/search/collection-gateway/server';
import { sharedSearchEngine } from '../../../search-engine';

const ADMIN = 'arn:aws:iam::123456789012:role/admin';
const WRITER = 'arn:aws:iam::123456789012:role/writer';
const READER = 'arn:aws:iam::123456789012:user/reader';

const collections = ['films'];
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  ADMIN: { secretAccessKey: 'admin secret', arns: [ADMIN], collections },
  WRITER: { secretAccessKey: 'writer secret', sessionToken: 'a/token+==', arns: [WRITER], collections },
  READER: { secretAccessKey: 'reader secret', arns: [READER], collections },
  OTHERS: { secretAccessKey: 'others secret', arns: [READER], collections: ['books'] },
  STRANGER: {
    secretAccessKey: 'stranger secret',
    arns: ['arn:aws:iam::123456789012:user/stranger'],
    collections,
  },
};

const statement = (principal: string, index: string, ...permissions: string[]) => ({
  Rules: [{ ResourceType: 'index', Resource: [`index/films/${index}`], Permission: permissions }],
  Principal: [principal],
});

describe('a collection behind the gateway', () => {
  const index = `films-${randomUUID().slice(0, 8)}`;
  let gateway: CollectionGateway;
  let engineUrl: string;
  let policies: object[];

  const directory: Directory = {
    principal: async (accessKeyId) => PRINCIPALS[accessKeyId],
    accessPolicies: async () => [JSON.stringify(policies)],
  };

  before(async function () {
    engineUrl = (await sharedSearchEngine(this)).url;
    gateway = await startCollectionGateway({ collection: 'films', engineUrl, directory });
  });
  after(() => gateway?.close());

  beforeEach(async () => {
    policies = [
      statement(ADMIN, '*', 'aoss:*'),
      statement(WRITER, `${index}*`, 'aoss:WriteDocument', 'aoss:DescribeIndex'),
      statement(READER, index, 'aoss:ReadDocument'),
    ];
    await client('ADMIN').indices.create({ index });
  });
  afterEach(() => fetch(`${engineUrl}/${index}`, { method: 'DELETE' }));

  interface ClientChange {
    readonly secretAccessKey?: string;
    readonly sessionToken?: string;
    readonly node?: string;
    /** Changes what was signed before it is sent. */
    readonly tamper?: (body: string, headers: OutgoingHttpHeaders) => string;
  }

  /** The official client with its own signer: no code of the gateway takes part in signing. */
  function client(accessKeyId: string, change: ClientChange = {}): Client {
    const { secretAccessKey = '', sessionToken } = { ...PRINCIPALS[accessKeyId], ...change };
    const signer = AwsSigv4Signer({
      region: 'eu-west-1',
      service: 'aoss',
      getCredentials: async () => ({
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
      }),
    });
    class TamperingConnection extends signer.Connection {
      override buildRequestObject(params: { body?: string }) {
        const request = super.buildRequestObject(params);
        if (change.tamper)
          params.body = change.tamper(params.body ?? '', request.headers as OutgoingHttpHeaders);
        return request;
      }
    }
    return new Client({
      node: change.node ?? gateway.url,
      maxRetries: 0,
      ...signer,
      ...(change.tamper && { Connection: TamperingConnection }),
    });
  }

  async function refusal(request: PromiseLike<unknown>): Promise<{ statusCode?: number; body?: unknown }> {
    try {
      await request;
    } catch (error) {
      const { statusCode, body } = error as { statusCode?: number; body?: unknown };
      return { ...(statusCode !== undefined && { statusCode }), body };
    }
    return expect.fail('the request was not refused');
  }

  const forbidden = (reason: string) => ({
    statusCode: 403,
    body: { status: 403, error: { reason, type: 'Forbidden' } },
  });

  const document = (text: string, into = index) => [{ index: { _index: into, _id: '1 #/é' } }, { text }];

  it('takes what its principals write, and gives it back', async () => {
    const { body: written } = await client('WRITER').bulk({ body: document('The Third Man') });
    expect(written.errors).to.equal(false);
    const { body: found } = await client('READER').get({ index, id: '1 #/é' });
    expect(found._source).to.deep.equal({ text: 'The Third Man' });
    const { body: sought } = await client('READER').search({
      index,
      filter_path: 'hits.total,_shards.*',
      body: { query: { match: { text: 'third' } } },
    });
    expect(sought.hits).to.have.property('total');
  });

  it("passes the engine's own refusals on", async () => {
    const missing = await refusal(client('READER').get({ index, id: 'none' }));
    expect(missing).to.deep.include({ statusCode: 404 });
    expect(missing.body).to.include({ _id: 'none', found: false });
    const again = await refusal(client('ADMIN').indices.create({ index }));
    expect(again.statusCode).to.equal(400);
  });

  it('refuses a principal whom no policy names', async () => {
    expect(await refusal(client('STRANGER').get({ index, id: '1' }))).to.deep.equal(
      forbidden('403 Forbidden'),
    );
  });

  it('refuses a principal whose own policies do not let it call the collection', async () => {
    expect(await refusal(client('OTHERS').get({ index, id: '1' }))).to.deep.equal(forbidden('403 Forbidden'));
  });

  it('refuses a permission, or an index, that is not granted', async () => {
    for (const request of [
      client('READER').bulk({ body: document('x') }),
      client('WRITER').get({ index, id: '1' }),
      client('READER').get({ index: 'other', id: '1' }),
      client('READER').search({ index: `${index},other`, body: {} }),
      client('READER').search({ body: {} }),
      client('WRITER').bulk({ body: [...document('x'), ...document('x', 'other')] }),
      client('WRITER').indices.delete({ index }),
    ])
      expect(await refusal(request)).to.deep.equal(forbidden('403 Forbidden'));
    expect((await fetch(`${engineUrl}/${index}/_doc/1%20%23%2F%C3%A9`)).status).to.equal(404);
  });

  it('follows the policies as they change', async () => {
    policies = [statement(READER, index, 'aoss:WriteDocument')];
    await client('READER').index({ index, id: '1', body: {} });
    expect((await refusal(client('WRITER').bulk({ body: document('x') }))).statusCode).to.equal(403);
  });

  it('creates an index on the way only for whom may create one', async () => {
    const missing = `${index}-missing`;
    const versioned = { _index: missing, _id: '1', version: 1, version_type: 'external' };
    for (const body of [document('x', missing), [{ delete: versioned }]])
      expect(await refusal(client('WRITER').bulk({ body }))).to.deep.equal(forbidden('403 Forbidden'));
    expect((await fetch(`${engineUrl}/${missing}`)).status).to.equal(404);

    const { body } = await client('ADMIN').bulk({ body: document('x', missing) });
    expect(body.items[0]?.index?.status).to.equal(201);
    await client('ADMIN').indices.delete({ index: missing });
  });

  it('refuses who cannot prove who he is', async () => {
    const wrongSecret = await refusal(client('READER', { secretAccessKey: 'guess' }).get({ index, id: '1' }));
    expect(JSON.stringify(wrongSecret)).to.contain('does not match the signature you provided');
    const wrongToken = await refusal(client('WRITER', { sessionToken: 'old' }).bulk({ body: document('x') }));
    expect(JSON.stringify(wrongToken)).to.contain('security token included in the request is invalid');
    expect((await refusal(client('NOBODY').get({ index, id: '1' }))).statusCode).to.equal(403);
    expect((await fetch(`${gateway.url}/${index}/_doc/1`)).status).to.equal(403);
  });

  it('refuses a body that is not the one that was signed', async () => {
    const forge = (body: string) => body.replace('signed', 'forged');
    const forged = client('WRITER', { tamper: forge });
    expect(await refusal(forged.bulk({ body: document('signed') }))).to.deep.equal(
      forbidden('Request Content Checksum Verification Failed'),
    );

    const rehashed = client('WRITER', {
      tamper: (body, headers) => {
        headers['x-amz-content-sha256'] = createHash('sha256').update(forge(body)).digest('hex');
        return forge(body);
      },
    });
    const refused = await refusal(rehashed.bulk({ body: document('signed') }));
    expect(JSON.stringify(refused)).to.contain('does not match the signature you provided');

    const untouched = client('WRITER', { tamper: (body) => body });
    expect((await untouched.bulk({ body: document('signed') })).body.errors).to.equal(false);
  });

  it('has not what Serverless has not', async () => {
    for (const request of [
      client('ADMIN').info(),
      client('ADMIN').ping(),
      client('ADMIN').cluster.health(),
      client('ADMIN').indices.refresh({ index }),
      client('ADMIN').deleteByQuery({ index, body: { query: { match_all: {} } } }),
    ])
      expect(await refusalOrFalse(request)).to.equal(404);
    const refresh = await refusal(client('WRITER').bulk({ refresh: true, body: document('x') }));
    expect(refresh.statusCode).to.equal(400);
    expect(JSON.stringify(refresh.body)).to.contain('status_exception');
  });

  /** `ping` takes a 404 for an answer, `false`. */
  async function refusalOrFalse(request: PromiseLike<{ statusCode: number | null; body: unknown }>) {
    try {
      const { statusCode } = await request;
      return statusCode;
    } catch (error) {
      return (error as { statusCode?: number }).statusCode;
    }
  }

  it('says that it is unavailable while the engine does not answer', async () => {
    const deserted = await startCollectionGateway({
      collection: 'films',
      engineUrl: 'http://127.0.0.1:9',
      directory,
    });
    try {
      const request = client('READER', { node: deserted.url }).get({ index, id: '1' });
      expect((await refusal(request)).statusCode).to.equal(503);
    } finally {
      await deserted.close();
    }
  });
});
