import {
  CreateAccessPolicyCommand,
  DeleteAccessPolicyCommand,
  OpenSearchServerlessClient,
} from '@aws-sdk/client-opensearchserverless';
import { expect } from 'chai';
import { isGranted } from '../../../../local/search/collection-gateway/access-policy';
import { EmulatorDirectory } from '../../../../local/search/collection-gateway/emulator-directory';
import { AwsBench } from '../../aws/aws-bench';

describe("the emulator's principals and policies", () => {
  let aws: AwsBench;
  let directory: EmulatorDirectory;

  before(async function () {
    aws = await AwsBench.start(this);
    directory = new EmulatorDirectory(aws.settings);
  });
  after(() => aws?.stop());

  it('knows whose key it is', async () => {
    const { credentials } = aws.settings;
    expect(await directory.principal(credentials.accessKeyId)).to.deep.equal({
      secretAccessKey: credentials.secretAccessKey,
      arns: [aws.emulator.principalArn],
      collections: [],
    });
    expect(await directory.principal('AKIANOBODY')).to.equal(undefined);
  });

  it('follows the deployed policies within a second', async () => {
    const client = new OpenSearchServerlessClient(aws.settings);
    const granted = async () =>
      isGranted(await directory.accessPolicies(), 'lab', [aws.emulator.principalArn], {
        permission: 'aoss:ReadDocument',
        index: 'films',
      });
    const afterASecond = () => new Promise((resolve) => setTimeout(resolve, 1100));

    expect(await granted()).to.equal(false);
    const rule = { ResourceType: 'index', Resource: ['index/lab/*'], Permission: ['aoss:ReadDocument'] };
    const policy = JSON.stringify([{ Rules: [rule], Principal: [aws.emulator.principalArn] }]);
    await client.send(new CreateAccessPolicyCommand({ name: 'lab-read', type: 'data', policy }));
    await afterASecond();
    expect(await granted()).to.equal(true);
    await client.send(new DeleteAccessPolicyCommand({ name: 'lab-read', type: 'data' }));
    await afterASecond();
    expect(await granted()).to.equal(false);
  });
});
