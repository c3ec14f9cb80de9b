import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { policyDocument, tlsOnly } from '../iam';
import type { LambdaFunction } from '../lambda-function';
import { PrivateBucket } from '../private-bucket';
import { checkBooleans, checkInteger, checkKmsKeyArn, checkName, NAME_RULES } from '../validation';

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
 * Where changes go that can never be delivered: the bucket is the list, the queue the bell. Both are encrypted,
 * private, and reached by TLS only.
 */
export class Parking extends Construct {
  readonly bucket: PrivateBucket;
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

    this.bucket = new PrivateBucket(this, 'bucket', {
      name: parkingName,
      ...(parkingKmsKeyArn !== undefined && { kmsKeyArn: parkingKmsKeyArn }),
      ...(parkingRetentionDays !== undefined && { retentionDays: parkingRetentionDays }),
      deletionProtection,
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
