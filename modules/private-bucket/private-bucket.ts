import { DataAwsS3Bucket } from '@cdktf/provider-aws/lib/data-aws-s3-bucket';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { type Condition, choose, eitherOf, isGiven, isPossible, madeIf, not } from '../conditions';
import { policyDocument, tlsOnly } from '../iam';
import { bucketNamePrefix } from '../naming/bucket-name-prefix';

export interface PrivateBucketProps {
  /** What the bucket's name begins with, after changes to the letters that buckets take. */
  readonly name: string;
  /** Makes the bucket; with `false` it is `existingBucketName`, and stays as it is. @default true */
  readonly createBucket?: Condition | undefined;
  /** A bucket that was there already. @default none */
  readonly existingBucketName?: string | undefined;
  /** @default S3's own key */
  readonly kmsKeyArn?: string;
  /** Whether replaced and deleted objects are kept. @default true */
  readonly versioning?: Condition;
  /** After how many days an object is deleted, and a replaced one after as many more. @default never */
  readonly retentionDays?: number;
  /** Refuses to delete a bucket that still holds objects. @default true */
  readonly deletionProtection?: Condition;
}

/** An S3 bucket that is encrypted, private, and reached by TLS only; or one that was there already. */
export class PrivateBucket extends Construct {
  /** The bucket, unless it was there already. */
  readonly bucket?: S3Bucket;
  /** The bucket, if it was there already. */
  readonly existingBucket?: DataAwsS3Bucket;
  private readonly isMade: Condition;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { createBucket = true, existingBucketName = '' } = props;
    this.isMade = createBucket;
    if (isPossible(createBucket)) {
      this.bucket = this.createBucket(props);
      madeIf(createBucket, this);
    }
    if (isPossible(not(createBucket)))
      this.existingBucket = madeIf(
        not(createBucket),
        new DataAwsS3Bucket(this, 'existing', { bucket: existingBucketName }),
      );
  }

  /** The bucket's name. */
  get name(): string {
    return this.attribute((bucket) => bucket.bucket);
  }

  get arn(): string {
    return this.attribute((bucket) => bucket.arn);
  }

  private attribute(of: (bucket: S3Bucket | DataAwsS3Bucket) => string): string {
    return eitherOf(this.isMade, this.bucket, this.existingBucket, of);
  }

  private createBucket(props: PrivateBucketProps): S3Bucket {
    const { name, kmsKeyArn, versioning = true, retentionDays, deletionProtection = true } = props;
    // "Default" leaves no trace in the name of the resource: it is called as its scope is.
    const resource = new S3Bucket(this, 'Default', {
      bucketPrefix: bucketNamePrefix(name),
      forceDestroy: not(deletionProtection),
    });
    const bucket = resource.id;
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const hasKey = isGiven(kmsKeyArn);
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: choose(hasKey, 'aws:kms', 'AES256'),
            ...(kmsKeyArn !== undefined && { kmsMasterKeyId: kmsKeyArn }),
          },
          bucketKeyEnabled: hasKey,
        },
      ],
    });
    const versions = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: choose(versioning, 'Enabled', 'Suspended') },
    });
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyDocument([tlsOnly('s3:*', [resource.arn, `${resource.arn}/*`])]),
      // S3 refuses two changes of one bucket's access at a time.
      dependsOn: [publicAccessBlock],
    });
    if (retentionDays !== undefined)
      madeIf(
        isGiven(retentionDays),
        new S3BucketLifecycleConfiguration(this, 'lifecycle', {
          bucket,
          rule: [
            {
              id: 'expire',
              status: 'Enabled',
              filter: [{ prefix: '' }],
              expiration: [{ days: retentionDays }],
              noncurrentVersionExpiration: [{ noncurrentDays: retentionDays }],
              // What an upload has left that was broken off is no object, but is paid for.
              abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
            },
          ],
          dependsOn: [versions],
        }),
      );
    return resource;
  }
}
