import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { KinesisToSearch } from 'dynamodb-cdc';
import { EncryptionKey } from './encryption-key';
import { Network } from './network';

/** The pipeline in a network without a way to the internet, encrypted with one key of your own. */
export class PrivateStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws');
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

    const key = new EncryptionKey(this, 'key');
    const network = new Network(this, 'network');
    const { collection } = new KinesisToSearch(this, 'pipeline', {
      tableName: 'records',
      collectionName: 'records',
      // The collection is reached through the endpoint only, Dashboards too.
      vpcEndpointIds: [network.searchEndpoint.id],
      subnetIds: network.subnetIds,
      securityGroupIds: [network.functionSecurityGroup.id],
      tableKmsKeyArn: key.arn,
      streamKmsKeyArn: key.arn,
      collectionKmsKeyArn: key.arn,
      logKmsKeyArn: key.arn,
      parkingKmsKeyArn: key.arn,
      deletionProtection: false,
    });
    new TerraformOutput(this, 'collection_endpoint', { value: collection.endpoint });
    new TerraformOutput(this, 'dashboard_endpoint', { value: collection.dashboardEndpoint });
  }
}
