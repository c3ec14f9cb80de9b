import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policyDocument, tlsOnly } from '../iam';
import { bucketNamePrefix } from '../naming/bucket-name-prefix';

export interface PrivateBucketProps {
  /** What the bucket's name begins with, after changes to the letters that buckets take. */
  readonly name: string;
  /** @default S3's own key */
  readonly kmsKeyArn?: string;
  /** Whether replaced and deleted objects are kept. @default true */
  readonly versioning?: boolean;
  /** After how many days an object is deleted, and a replaced one after as many more. @default never */
  readonly retentionDays?: number;
  /** Refuses to delete a bucket that still holds objects. @default true */
  readonly deletionProtection?: boolean;
}

/** An S3 bucket that is encrypted, private, and reached by TLS only. */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly ownership: S3BucketOwnershipControls;
  readonly publicAccessBlock: S3BucketPublicAccessBlock;
  readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  readonly versioning: S3BucketVersioningA;
  readonly policy: S3BucketPolicy;
  /** Only with `retentionDays`. */
  readonly lifecycle?: S3BucketLifecycleConfiguration;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { name, kmsKeyArn, versioning = true, retentionDays, deletionProtection = true } = props;
    // "Default" leaves no trace in the name of the resource: it is called as its scope is.
    this.bucket = new S3Bucket(this, 'Default', {
      bucketPrefix: bucketNamePrefix(name),
      forceDestroy: !deletionProtection,
    });
    const bucket = this.bucket.id;
    this.ownership = new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    this.publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.encryption = new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            kmsKeyArn === undefined
              ? { sseAlgorithm: 'AES256' }
              : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn },
          bucketKeyEnabled: kmsKeyArn !== undefined,
        },
      ],
    });
    this.versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: versioning ? 'Enabled' : 'Suspended' },
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyDocument([tlsOnly('s3:*', [this.arn, `${this.arn}/*`])]),
      // S3 refuses two changes of one bucket's access at a time.
      dependsOn: [this.publicAccessBlock],
    });
    if (retentionDays !== undefined)
      this.lifecycle = new S3BucketLifecycleConfiguration(this, 'lifecycle', {
        bucket,
        rule: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: [{ prefix: '' }],
            expiration: [{ days: retentionDays }],
            noncurrentVersionExpiration: [{ noncurrentDays: retentionDays }],
          },
        ],
        dependsOn: [this.versioning],
      });
  }

  /** The bucket's name. */
  get name(): string {
    return this.bucket.bucket;
  }

  get arn(): string {
    return this.bucket.arn;
  }
}
