import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import {
  KinesisFirehoseDeliveryStream,
  type KinesisFirehoseDeliveryStreamExtendedS3Configuration,
} from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { KinesisChangeStream } from '../change-stream';
import { assumeRolePolicy, type PolicyStatement, policyDocument } from '../iam';
import type { LambdaFunction } from '../lambda-function';
import { namePrefix } from '../naming/name-prefix';
import { InvalidPropError } from '../validation';
import { type Archive, ERRORS_PREFIX } from './archive';
import { keyMappings } from './changes-table';

export interface DeliveryStreamProps {
  readonly archive: Archive;
  /** The stream that Firehose reads, and the function that makes lines of its records. @default lines are put directly */
  readonly source?: { readonly changeStream: KinesisChangeStream; readonly transformer: LambdaFunction };
  /** Of Firehose's own errors. 0 keeps them for ever. @default 30 */
  readonly logRetentionDays?: number;
  /** @default CloudWatch Logs' own key */
  readonly logKmsKeyArn?: string;
  /** Refuses to delete or replace it. @default true */
  readonly deletionProtection?: boolean;
}

type S3Configuration = KinesisFirehoseDeliveryStreamExtendedS3Configuration;
type Processor = { type: string; parameters?: { parameterName: string; parameterValue: string }[] };

/** The most that Firehose hands to a function at once, in MB. It is below Lambda's limit of 6 MB, base64 included. */
const TRANSFORMER_BUFFER_MB = '3';
/** Firehose tries a batch so often more, then keeps it under the error prefix: throttling passes, a defect does not. */
const TRANSFORMER_RETRIES = '10';
/** The day of a line's change, in jq's words. */
const DATE_QUERY = '{date: (.at/1000000 | strftime("%Y-%m-%d"))}';

/** The Firehose stream into the archive, with a role that may do what it does and no more. */
export class DeliveryStream extends Construct {
  readonly logGroup: CloudwatchLogGroup;
  readonly logStream: CloudwatchLogStream;
  readonly role: IamRole;
  readonly rolePolicy: IamRolePolicy;
  readonly resource: KinesisFirehoseDeliveryStream;

  constructor(scope: Construct, id: string, props: DeliveryStreamProps) {
    super(scope, id);
    const { archive, source, logRetentionDays = 30, logKmsKeyArn } = props;
    if (source === undefined) checkLinesHaveDates(this, archive);
    const name = archive.deliveryStreamName;
    this.logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/aws/kinesisfirehose/${name}`,
      retentionInDays: logRetentionDays,
      ...(logKmsKeyArn !== undefined && { kmsKeyId: logKmsKeyArn }),
    });
    this.logStream = new CloudwatchLogStream(this, 'log-stream', {
      name: 'delivery',
      logGroupName: this.logGroup.name,
    });
    this.role = new IamRole(this, 'role', {
      namePrefix: namePrefix(name, 38),
      description: `What the delivery stream ${name} may do`,
      assumeRolePolicy: assumeRolePolicy('firehose.amazonaws.com'),
    });
    this.rolePolicy = new IamRolePolicy(this, 'role-policy', {
      name: 'delivery',
      role: this.role.name,
      policy: policyDocument(this.statements(props)),
    });
    this.resource = new KinesisFirehoseDeliveryStream(this, 'Default', {
      name,
      destination: 'extended_s3',
      ...(source === undefined
        ? // Of a stream that reads Kinesis, Kinesis' own encryption is used.
          { serverSideEncryption: { enabled: true, keyType: 'AWS_OWNED_CMK' } }
        : {
            kinesisSourceConfiguration: {
              kinesisStreamArn: source.changeStream.stream.arn,
              roleArn: this.role.arn,
            },
          }),
      extendedS3Configuration: this.s3Configuration(props),
      // Another one begins at what is new then, and this one takes what it has gathered with it.
      lifecycle: { preventDestroy: props.deletionProtection ?? true },
      dependsOn: [this.rolePolicy],
    });
    source?.changeStream.addSharedConsumer();
  }

  get arn(): string {
    return this.resource.arn;
  }

  private s3Configuration({ archive, source }: DeliveryStreamProps): S3Configuration {
    const { format, bucket, prefix, kmsKeyArn } = archive;
    const isDynamic = format.archivePartitioning === 'change';
    const date = isDynamic
      ? `!{partitionKeyFrom${source === undefined ? 'Query' : 'Lambda'}:date}`
      : '!{timestamp:yyyy-MM-dd}';
    const processors = [
      ...(source === undefined ? [] : [transformation(source.transformer)]),
      ...(isDynamic && source === undefined ? [dateExtraction()] : []),
    ];
    return {
      bucketArn: bucket.arn,
      roleArn: this.role.arn,
      prefix: `${prefix}date=${date}/`,
      errorOutputPrefix: `${ERRORS_PREFIX}!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/`,
      bufferingSize: format.bufferingSizeMb,
      bufferingInterval: format.bufferingIntervalSeconds,
      compressionFormat: format.archiveCompression,
      ...(kmsKeyArn !== undefined && { kmsKeyArn }),
      cloudwatchLoggingOptions: {
        enabled: true,
        logGroupName: this.logGroup.name,
        logStreamName: this.logStream.name,
      },
      ...(processors.length > 0 && { processingConfiguration: { enabled: true, processors } }),
      ...(isDynamic && { dynamicPartitioningConfiguration: { enabled: true } }),
      ...(format.archiveFormat === 'parquet' && {
        dataFormatConversionConfiguration: {
          inputFormatConfiguration: {
            deserializer: { openXJsonSerDe: { columnToJsonKeyMappings: keyMappings() } },
          },
          outputFormatConfiguration: { serializer: { parquetSerDe: {} } },
          schemaConfiguration: {
            databaseName: archive.table.database.name,
            tableName: archive.table.table.name,
            roleArn: this.role.arn,
          },
        },
      }),
    };
  }

  /** What AWS asks for ("Controlling access with Amazon Data Firehose", Firehose developer guide), on these resources. */
  private statements({ archive, source }: DeliveryStreamProps): PolicyStatement[] {
    const { bucket, table, format, kmsKeyArn } = archive;
    return [
      {
        sid: 'WriteObjects',
        actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        resources: [`${bucket.arn}/*`],
      },
      {
        sid: 'FindBucket',
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.arn],
      },
      {
        sid: 'WriteErrorLog',
        actions: ['logs:PutLogEvents'],
        resources: [`${this.logGroup.arn}:log-stream:${this.logStream.name}`],
      },
      ...(kmsKeyArn === undefined
        ? []
        : [
            {
              sid: 'EncryptObjects',
              actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
              resources: [kmsKeyArn],
            },
          ]),
      ...(format.archiveFormat === 'parquet' ? [this.schemaStatement(table)] : []),
      ...(source === undefined
        ? []
        : [
            ...source.changeStream.readPolicy('firehose'),
            {
              sid: 'TransformRecords',
              actions: ['lambda:GetFunctionConfiguration', 'lambda:InvokeFunction'],
              resources: [versionArn(source.transformer)],
            },
          ]),
    ];
  }

  /** Glue checks the catalog, the database and the table. */
  private schemaStatement({ database, table }: Archive['table']): PolicyStatement {
    const catalogArn = new TerraformLocal(
      this,
      'catalog-arn',
      Fn.replace(database.arn, '/:database/.*/', ':catalog'),
    );
    return {
      sid: 'ReadSchema',
      actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
      resources: [catalogArn.asString, database.arn, table.arn],
    };
  }
}

/** Without a function before it, Firehose reads the day of a change in the line. */
function checkLinesHaveDates(scope: Construct, { format }: Archive): void {
  if (format.archivePartitioning !== 'change' || format.archiveLine !== 'item') return;
  throw new InvalidPropError(scope, {
    prop: 'archivePartitioning',
    value: format.archivePartitioning,
    allowed: 'arrival when archiveLine is item, which does not tell when it changed',
    mend: 'Leave archivePartitioning out, or archiveLine, or take the pipeline kinesis-to-s3.',
  });
}

function transformation(transformer: LambdaFunction): Processor {
  return {
    type: 'Lambda',
    // What is left out has Firehose's default; the provider drops a parameter that is spelt as the default is.
    parameters: [
      { parameterName: 'LambdaArn', parameterValue: versionArn(transformer) },
      { parameterName: 'BufferSizeInMBs', parameterValue: TRANSFORMER_BUFFER_MB },
      { parameterName: 'NumberOfRetries', parameterValue: TRANSFORMER_RETRIES },
    ],
  };
}

function dateExtraction(): Processor {
  return {
    type: 'MetadataExtraction',
    parameters: [
      { parameterName: 'MetadataExtractionQuery', parameterValue: DATE_QUERY },
      { parameterName: 'JsonParsingEngine', parameterValue: 'JQ-1.6' },
    ],
  };
}

/** Firehose wants a version; this one is the code as it stands. */
function versionArn(transformer: LambdaFunction): string {
  return `${transformer.arn}:$LATEST`;
}
