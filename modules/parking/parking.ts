import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../iam';
import type { LambdaFunction } from '../lambda-function';
import { bucketNamePrefix } from '../naming/bucket-name-prefix';
import { checkBooleans, checkInteger, checkKmsKeyArn, checkName, NAME_RULES } from '../validation';
import { tlsOnly } from './tls-only';

export interface ParkingProps {
  /** The queue's name, 1 to 80 characters, and the beginning of the bucket's. */
  readonly parkingName: string;
  /** After how many days a parked change is deleted, looked at or not. @default kept until you delete it */
  readonly parkingRetentionDays?: number;
  /** @default S3's and SQS's own keys */
  readonly parkingKmsKeyArn?: string;
  /** Refuses to delete a bucket that still holds parked changes. @default true */
  readonly deletionProtection?: boolean;
}

/**
 * Where changes go that can never be indexed: the bucket is the list, the queue the bell. Both are encrypted,
 * private, and reached by TLS only.
 */
export class Parking extends Construct {
  readonly bucket: S3Bucket;
  readonly bucketOwnership: S3BucketOwnershipControls;
  readonly bucketPublicAccessBlock: S3BucketPublicAccessBlock;
  readonly bucketEncryption: S3BucketServerSideEncryptionConfigurationA;
  readonly bucketVersioning: S3BucketVersioningA;
  readonly bucketPolicy: S3BucketPolicy;
  /** Only with `parkingRetentionDays`. */
  readonly bucketLifecycle?: S3BucketLifecycleConfiguration;
  readonly queue: SqsQueue;
  readonly queuePolicy: SqsQueuePolicy;
  private readonly kmsKeyArn: string | undefined;

  /** @throws InvalidPropError */
  constructor(scope: Construct, id: string, props: ParkingProps) {
    super(scope, id);
    checkBooleans(this, props, ['deletionProtection']);
    const { parkingName, parkingRetentionDays, parkingKmsKeyArn, deletionProtection = true } = props;
    checkName(this, 'parkingName', parkingName, NAME_RULES.sqsQueue);
    checkKmsKeyArn(this, 'parkingKmsKeyArn', parkingKmsKeyArn);
    if (parkingRetentionDays !== undefined)
      checkInteger(this, 'parkingRetentionDays', parkingRetentionDays, { min: 1, max: 36_500 });
    this.kmsKeyArn = parkingKmsKeyArn;

    this.bucket = new S3Bucket(this, 'bucket', {
      bucketPrefix: bucketNamePrefix(parkingName),
      forceDestroy: !deletionProtection,
    });
    const bucket = this.bucket.id;
    this.bucketOwnership = new S3BucketOwnershipControls(this, 'bucket-ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    this.bucketPublicAccessBlock = new S3BucketPublicAccessBlock(this, 'bucket-public-access-block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.bucketEncryption = new S3BucketServerSideEncryptionConfigurationA(this, 'bucket-encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            parkingKmsKeyArn === undefined
              ? { sseAlgorithm: 'AES256' }
              : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: parkingKmsKeyArn },
          bucketKeyEnabled: parkingKmsKeyArn !== undefined,
        },
      ],
    });
    this.bucketVersioning = new S3BucketVersioningA(this, 'bucket-versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    this.bucketPolicy = new S3BucketPolicy(this, 'bucket-policy', {
      bucket,
      policy: policyDocument([tlsOnly('s3:*', [this.bucket.arn, `${this.bucket.arn}/*`])]),
      // S3 refuses two changes of one bucket's access at a time.
      dependsOn: [this.bucketPublicAccessBlock],
    });
    if (parkingRetentionDays !== undefined)
      this.bucketLifecycle = new S3BucketLifecycleConfiguration(this, 'bucket-lifecycle', {
        bucket,
        rule: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: [{ prefix: '' }],
            expiration: [{ days: parkingRetentionDays }],
            noncurrentVersionExpiration: [{ noncurrentDays: parkingRetentionDays }],
          },
        ],
        dependsOn: [this.bucketVersioning],
      });

    this.queue = new SqsQueue(this, 'queue', {
      name: parkingName,
      messageRetentionSeconds: 14 * 24 * 60 * 60,
      ...(parkingKmsKeyArn === undefined
        ? { sqsManagedSseEnabled: true }
        : { kmsMasterKeyId: parkingKmsKeyArn }),
    });
    this.queuePolicy = new SqsQueuePolicy(this, 'queue-policy', {
      queueUrl: this.queue.url,
      policy: policyDocument([tlsOnly('sqs:*', [this.queue.arn])]),
    });
  }

  /**
   * Lets the function park changes, and its event source mapping keep whole batches in the bucket: Lambda
   * writes those with the function's role, which AWS wants to list the bucket too.
   */
  grantPark(grantee: LambdaFunction): void {
    grantee.addToRolePolicy({
      sid: 'ParkChanges',
      actions: ['s3:PutObject'],
      // Under parked/ the function's own, under aws/lambda/ Lambda's; AWS documents no prefix for a destination.
      resources: [`${this.bucket.arn}/*`],
    });
    grantee.addToRolePolicy({
      sid: 'FindParkingBucket',
      actions: ['s3:ListBucket'],
      resources: [this.bucket.arn],
    });
    grantee.addToRolePolicy({
      sid: 'TellOfParkedChanges',
      actions: ['sqs:SendMessage'],
      resources: [this.queue.arn],
    });
    if (this.kmsKeyArn !== undefined)
      grantee.addToRolePolicy({
        sid: 'EncryptParkedChanges',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.kmsKeyArn],
      });
  }
}
