import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';

/** A KMS key for all that the pipeline keeps. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { accountId } = new DataAwsCallerIdentity(this, 'caller');
    const { partition } = new DataAwsPartition(this, 'partition');
    // Its id is the Region's name, in every version of the provider.
    const region = new DataAwsRegion(this, 'region').id;
    const key = new KmsKey(this, 'key', {
      description: 'The table records, its changes, its search index, and the logs',
      enableKeyRotation: true,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            // The roles of the functions, DynamoDB's role and whoever deploys have what they need in their own policies.
            Sid: 'IamPoliciesDecide',
            Effect: 'Allow',
            Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
            Sid: 'LogsOfFunctions',
            Effect: 'Allow',
            Principal: { Service: `logs.${region}.amazonaws.com` },
            Action: [
              'kms:Encrypt*',
              'kms:Decrypt*',
              'kms:ReEncrypt*',
              'kms:GenerateDataKey*',
              'kms:Describe*',
            ],
            Resource: '*',
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/records-*`,
              },
            },
          },
        ],
      }),
    });
    this.arn = key.arn;
  }
}
