import {
  BatchGetCollectionCommand,
  CreateCollectionCommand,
  CreateSecurityPolicyCommand,
  GetSecurityPolicyCommand,
  ListCollectionsCommand,
  OpenSearchServerlessClient,
} from '@aws-sdk/client-opensearchserverless';
import { expect } from 'chai';
import { findPrincipal } from '../../../local/aws/principals';
import { AwsBench } from './aws-bench';

// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html
const NETWORK_POLICY = [
  {
    Description: 'Public access for marketing collection',
    Rules: [
      { ResourceType: 'dashboard', Resource: ['collection/marketing*'] },
      { ResourceType: 'collection', Resource: ['collection/marketing*'] },
    ],
    AllowFromPublic: true,
  },
];

// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html
const ENCRYPTION_POLICY = {
  Rules: [{ ResourceType: 'collection', Resource: ['collection/marketing*'] }],
  AWSOwnedKey: true,
};

describe('an OpenSearch Serverless collection on the emulator', function () {
  this.timeout(30_000);
  const gatewayUrl = 'http://127.0.0.1:9200';
  let aws: AwsBench;
  let aoss: OpenSearchServerlessClient;

  before(async function () {
    aws = await AwsBench.start(this, gatewayUrl);
    aoss = new OpenSearchServerlessClient(aws.settings);
  });
  after(() => aws?.stop());

  it('is active, and its endpoint is the gateway’s', async () => {
    await aoss.send(
      new CreateSecurityPolicyCommand({
        name: 'marketing',
        type: 'encryption',
        policy: JSON.stringify(ENCRYPTION_POLICY),
      }),
    );
    await aoss.send(new CreateCollectionCommand({ name: 'marketing-search', type: 'SEARCH' }));

    const { collectionDetails } = await aoss.send(
      new BatchGetCollectionCommand({ names: ['marketing-search'] }),
    );

    expect(collectionDetails?.[0]).to.include({ status: 'ACTIVE', collectionEndpoint: gatewayUrl });
    expect(collectionDetails?.[0]).to.not.have.property('description');
  });

  it('is called only by whose own policies allow aoss:APIAccessAll on it', async () => {
    const { collectionSummaries } = await aoss.send(new ListCollectionsCommand());
    const Resource = collectionSummaries?.[0]?.arn ?? '';
    const callable = async (Action: string) => {
      const name = Action.replace(':', '-');
      await aws.deploy(name, 'exports.handler = async () => process.env', [
        { Effect: 'Allow', Action, Resource },
      ]);
      const { AWS_ACCESS_KEY_ID = '' } = (await aws.invoke(name)) as Record<string, string>;
      return (await findPrincipal(aws.emulator.endpoint, AWS_ACCESS_KEY_ID))?.collections;
    };

    expect(await callable('aoss:APIAccessAll')).to.deep.equal(['marketing-search']);
    expect(await callable('aoss:DashboardsAccessAll')).to.deep.equal([]);
    const { accessKeyId } = aws.settings.credentials;
    expect(await findPrincipal(aws.emulator.endpoint, accessKeyId)).to.deep.include({
      collections: ['marketing-search'],
    });
  });

  it('takes a network policy as AWS documents it, and returns it as it was given', async () => {
    await aoss.send(
      new CreateSecurityPolicyCommand({
        name: 'marketing',
        type: 'network',
        policy: JSON.stringify(NETWORK_POLICY),
      }),
    );

    const { securityPolicyDetail } = await aoss.send(
      new GetSecurityPolicyCommand({ name: 'marketing', type: 'network' }),
    );

    expect(securityPolicyDetail?.policy).to.deep.equal(NETWORK_POLICY);
    expect(securityPolicyDetail).to.not.have.property('description');
  });

  it('takes no network policy that names a dashboard otherwise', async () => {
    const policy = [
      { ...NETWORK_POLICY[0], Rules: [{ ResourceType: 'dashboard', Resource: ['dashboard/x'] }] },
    ];
    const create = new CreateSecurityPolicyCommand({
      name: 'wrong',
      type: 'network',
      policy: JSON.stringify(policy),
    });

    const refused = await aoss.send(create).catch((error: Error) => error);

    expect(refused).to.have.property('name', 'ValidationException');
  });
});
