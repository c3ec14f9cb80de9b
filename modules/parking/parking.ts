import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { type Condition, choose, isGiven } from '../conditions';
import { policyDocument, tlsOnly } from '../iam';
import type { LambdaFunction } from '../lambda-function';
import { PrivateBucket } from '../private-bucket';
import { given } from '../props/given';
import {
  checkBooleans,
  checkExisting,
  checkInteger,
  checkKmsKeyArn,
  checkName,
  NAME_RULES,
} from '../validation';

/** What a function that parks changes hands on to its parking. */
export interface ParkingSettings {
  /** Makes the bucket; with `false` it is `parkingBucketName`, and stays as it is. @default true */
  readonly createParkingBucket?: Condition;
  /** A bucket that was there already. @default none */
  readonly parkingBucketName?: string;
  /** After how many days a parked change is deleted, looked at or not. @default kept until you delete it */
  readonly parkingRetentionDays?: number;
  /** @default S3's and SQS's own keys */
  readonly parkingKmsKeyArn?: string;
  /** Refuses to delete a parking bucket that still holds changes. @default true */
  readonly deletionProtection?: Condition;
}

/** Those of a construct's props that it hands on to its parking. */
export function parkingSettings(props: ParkingSettings): ParkingSettings {
  return given(props, [
    'createParkingBucket',
    'parkingBucketName',
    'parkingRetentionDays',
    'parkingKmsKeyArn',
    'deletionProtection',
  ]);
}

export interface ParkingProps extends ParkingSettings {
  /** The queue's name, 1 to 80 characters, and the beginning of the bucket's. */
  readonly parkingName: string;
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
    checkBooleans(this, props, ['deletionProtection', 'createParkingBucket']);
    const { parkingName, parkingRetentionDays, parkingKmsKeyArn, deletionProtection = true } = props;
    checkName(this, 'parkingName', parkingName, NAME_RULES.sqsQueue);
    checkKmsKeyArn(this, 'parkingKmsKeyArn', parkingKmsKeyArn);
    if (parkingRetentionDays !== undefined)
      checkInteger(this, 'parkingRetentionDays', parkingRetentionDays, { min: 1, max: 36_500 });
    const { createParkingBucket = true, parkingBucketName } = props;
    checkExisting(this, {
      createProp: 'createParkingBucket',
      create: createParkingBucket,
      prop: 'parkingBucketName',
      value: parkingBucketName,
      what: 'the name of a bucket',
    });
    if (parkingBucketName !== undefined)
      checkName(this, 'parkingBucketName', parkingBucketName, NAME_RULES.s3Bucket);
    this.kmsKeyArn = parkingKmsKeyArn;

    this.bucket = new PrivateBucket(this, 'bucket', {
      name: parkingName,
      createBucket: createParkingBucket,
      existingBucketName: parkingBucketName,
      ...(parkingKmsKeyArn !== undefined && { kmsKeyArn: parkingKmsKeyArn }),
      ...(parkingRetentionDays !== undefined && { retentionDays: parkingRetentionDays }),
      deletionProtection,
    });
    this.queue = new SqsQueue(this, 'queue', {
      name: parkingName,
      messageRetentionSeconds: 14 * 24 * 60 * 60,
      ...(parkingKmsKeyArn !== undefined && { kmsMasterKeyId: parkingKmsKeyArn }),
      // The provider takes one of the two only, not even `false` for the other.
      ...given({ sqsManagedSseEnabled: choose(isGiven(parkingKmsKeyArn), undefined, true) }, [
        'sqsManagedSseEnabled',
      ]),
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
    grantee.addToRolePolicy({
      sid: 'EncryptParkedChanges',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [this.kmsKeyArn ?? ''],
      when: isGiven(this.kmsKeyArn),
    });
  }
}
