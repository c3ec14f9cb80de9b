import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { type Condition, orElse } from '../conditions';
import { PrivateBucket } from '../private-bucket';
import {
  checkBooleans,
  checkExisting,
  checkInteger,
  checkKmsKeyArn,
  checkName,
  NAME_RULES,
} from '../validation';
import { type ArchiveFormatProps, archiveFormat, type ResolvedArchiveFormat } from './archive-format';
import { ChangesTable } from './changes-table';

export interface ArchiveProps extends ArchiveFormatProps {
  readonly tableName: string;
  /** The Firehose stream: 1 to 64 characters. @default the table's name and "-archive" */
  readonly deliveryStreamName?: string;
  /** The Glue database, in which Athena finds the archive. @default the delivery stream's name, as Athena takes it */
  readonly databaseName?: string;
  /** The Glue table: 1 to 128 lower-case letters, digits and "_". @default changes */
  readonly archiveTableName?: string;
  /** Makes the bucket; with `false` it is `archiveBucketName`, and stays as it is. @default true */
  readonly createArchiveBucket?: Condition;
  /** A bucket that was there already. @default none */
  readonly archiveBucketName?: string;
  /** Keeps objects that are replaced or deleted. @default true */
  readonly archiveVersioning?: Condition;
  /** After how many days an object of the bucket is deleted, failed records too: 1 to 36500. @default never */
  readonly archiveRetentionDays?: number;
  /** @default S3's own key */
  readonly archiveKmsKeyArn?: string;
  /** Refuses to delete a bucket that still holds objects. @default true */
  readonly deletionProtection?: Condition;
}

/** Where Firehose puts the lines of a table; `date=…` and the object's name follow. */
export const CHANGES_PREFIX = 'changes/';
export const ERRORS_PREFIX = 'errors/';
export const CANARY_PREFIX = 'canary/';

/** The bucket that keeps a table's changes, and the Glue table by which Athena reads it at once. */
export class Archive extends Construct {
  readonly bucket: PrivateBucket;
  readonly table: ChangesTable;
  readonly format: ResolvedArchiveFormat;
  readonly deliveryStreamName: string;
  /** `changes/table=NAME/`. */
  readonly prefix: string;
  readonly kmsKeyArn: string | undefined;

  /** @throws InvalidPropError */
  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id);
    checkBooleans(this, props, ['archiveVersioning', 'deletionProtection', 'createArchiveBucket']);
    const { tableName, archiveRetentionDays, archiveKmsKeyArn, archiveTableName = 'changes' } = props;
    const { deliveryStreamName = `${tableName}-archive` } = props;
    const databaseName = orElse(props.databaseName, athenaName(deliveryStreamName));
    checkName(this, 'deliveryStreamName', deliveryStreamName, NAME_RULES.deliveryStream);
    checkName(this, 'databaseName', props.databaseName ?? databaseName, NAME_RULES.glueDatabase);
    checkName(this, 'archiveTableName', archiveTableName, NAME_RULES.glueTable);
    checkKmsKeyArn(this, 'archiveKmsKeyArn', archiveKmsKeyArn);
    if (archiveRetentionDays !== undefined)
      checkInteger(this, 'archiveRetentionDays', archiveRetentionDays, { min: 1, max: 36_500 });
    const { createArchiveBucket = true, archiveBucketName } = props;
    checkExisting(this, {
      createProp: 'createArchiveBucket',
      create: createArchiveBucket,
      prop: 'archiveBucketName',
      value: archiveBucketName,
      what: 'the name of a bucket',
    });
    if (archiveBucketName !== undefined)
      checkName(this, 'archiveBucketName', archiveBucketName, NAME_RULES.s3Bucket);
    this.format = archiveFormat(this, props);
    this.deliveryStreamName = deliveryStreamName;
    this.kmsKeyArn = archiveKmsKeyArn;
    this.prefix = `${CHANGES_PREFIX}table=${tableName}/`;

    this.bucket = new PrivateBucket(this, 'bucket', {
      name: `${tableName}-archive`,
      createBucket: createArchiveBucket,
      existingBucketName: archiveBucketName,
      ...(archiveKmsKeyArn !== undefined && { kmsKeyArn: archiveKmsKeyArn }),
      ...(archiveRetentionDays !== undefined && { retentionDays: archiveRetentionDays }),
      versioning: props.archiveVersioning ?? true,
      deletionProtection: props.deletionProtection ?? true,
    });
    this.table = new ChangesTable(this, 'table', {
      databaseName,
      tableName: archiveTableName,
      format: this.format,
      location: `s3://${this.bucket.name}/${this.prefix}`,
    });
  }
}

/** A name as Athena takes it without quotes. */
function athenaName(name: string): string {
  if (Token.isUnresolved(name)) return Fn.lower(Fn.replace(name, '/[^A-Za-z0-9_]/', '_'));
  return name.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}
