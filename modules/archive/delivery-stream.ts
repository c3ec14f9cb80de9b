import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import {
  KinesisFirehoseDeliveryStream,
  type KinesisFirehoseDeliveryStreamExtendedS3Configuration,
} from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { KinesisChangeStream } from '../change-stream';
import {
  both,
  type Condition,
  choose,
  dynamicBlock,
  isGiven,
  isPossible,
  preventDestroy,
} from '../conditions';
import { type PolicyStatement, ServiceRole } from '../iam';
import type { LambdaFunction } from '../lambda-function';
import { given } from '../props/given';
import { checkCombination, checkExisting, checkRoleArn } from '../validation';
import { type Archive, ERRORS_PREFIX } from './archive';
import { keyMappings } from './changes-table';

/** What a pipeline hands on to its delivery stream. */
export interface DeliveryStreamSettings {
  /** One of the periods that CloudWatch Logs knows; 0 keeps logs for ever. @default 30 */
  readonly logRetentionDays?: number;
  /** @default CloudWatch Logs' own key */
  readonly logKmsKeyArn?: string;
  /** Makes Firehose's role; with `false` it is `deliveryStreamRoleArn`. @default true */
  readonly createRole?: Condition;
  /** An IAM role for Firehose that was there already; it needs the permissions that docs/permissions.md lists. @default none */
  readonly deliveryStreamRoleArn?: string;
  /** Refuses to delete or replace the delivery stream. @default true */
  readonly deletionProtection?: Condition;
}

/** Those of a pipeline's props that it hands on to its delivery stream. */
export function deliveryStreamSettings(props: DeliveryStreamSettings): DeliveryStreamSettings {
  return given(props, [
    'logRetentionDays',
    'logKmsKeyArn',
    'createRole',
    'deliveryStreamRoleArn',
    'deletionProtection',
  ]);
}

export interface DeliveryStreamProps extends DeliveryStreamSettings {
  readonly archive: Archive;
  /** The stream that Firehose reads, and the function that makes lines of its records. @default lines are put directly */
  readonly source?: { readonly changeStream: KinesisChangeStream; readonly transformer: LambdaFunction };
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
  readonly role: ServiceRole;
  readonly resource: KinesisFirehoseDeliveryStream;

  constructor(scope: Construct, id: string, props: DeliveryStreamProps) {
    super(scope, id);
    const { archive, source, logRetentionDays = 30, logKmsKeyArn } = props;
    const { createRole = true, deliveryStreamRoleArn } = props;
    checkExisting(this, {
      createProp: 'createRole',
      create: createRole,
      prop: 'deliveryStreamRoleArn',
      value: deliveryStreamRoleArn,
      what: 'the ARN of an IAM role that Firehose may take on',
    });
    checkRoleArn(this, 'deliveryStreamRoleArn', deliveryStreamRoleArn);
    if (source === undefined) checkLinesHaveDates(this, archive);
    checkRoleArn(this, 'deliveryStreamRoleArn', deliveryStreamRoleArn);
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
    this.role = new ServiceRole(this, 'role', {
      name,
      description: `What the delivery stream ${name} may do`,
      policyName: 'delivery',
      service: 'firehose.amazonaws.com',
      createRole,
      existingRoleArn: deliveryStreamRoleArn,
    });
    for (const statement of this.statements(props)) this.role.addToPolicy(statement);
    this.resource = new KinesisFirehoseDeliveryStream(this, 'Default', {
      name,
      destination: 'extended_s3',
      ...(source === undefined
        ? // Of a stream that reads Kinesis, Kinesis' own encryption is used.
          { serverSideEncryption: { enabled: true, keyType: 'AWS_OWNED_CMK' } }
        : {
            kinesisSourceConfiguration: {
              kinesisStreamArn: source.changeStream.streamArn,
              roleArn: this.role.arn,
            },
          }),
      extendedS3Configuration: this.s3Configuration(props),
      // Another one begins at what is new then, and this one takes what it has gathered with it.
      ...preventDestroy(props.deletionProtection ?? true),
      dependsOn: [...this.role.permissions],
    });
    this.formatLines(props);
    source?.changeStream.addSharedConsumer();
  }

  get arn(): string {
    return this.resource.arn;
  }

  private s3Configuration({ archive, source }: DeliveryStreamProps): S3Configuration {
    const { format, bucket, prefix, kmsKeyArn } = archive;
    const date = choose(
      format.isDynamic,
      `!{partitionKeyFrom${source === undefined ? 'Query' : 'Lambda'}:date}`,
      '!{timestamp:yyyy-MM-dd}',
    );
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
      ...(source !== undefined && {
        processingConfiguration: { enabled: true, processors: [transformation(source.transformer)] },
      }),
    };
  }

  /** What hangs on the format: partitions by the change's own day, and Parquet. */
  private formatLines({ archive, source }: DeliveryStreamProps): void {
    const { isDynamic, isParquet } = archive.format;
    const addBlock = (name: string, condition: Condition, content: object): void =>
      dynamicBlock(this.resource, ['extended_s3_configuration', name], condition, { ...content });
    addBlock('dynamic_partitioning_configuration', isDynamic, { enabled: true });
    if (source === undefined)
      addBlock('processing_configuration', isDynamic, { enabled: true, processors: [DATE_EXTRACTION] });
    addBlock('data_format_conversion_configuration', isParquet, {
      input_format_configuration: {
        deserializer: { open_x_json_ser_de: { column_to_json_key_mappings: keyMappings() } },
      },
      output_format_configuration: { serializer: { parquet_ser_de: {} } },
      schema_configuration: {
        database_name: archive.table.database.name,
        table_name: archive.table.table.name,
        role_arn: this.role.arn,
      },
    });
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
      {
        sid: 'EncryptObjects',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [kmsKeyArn ?? ''],
        when: isGiven(kmsKeyArn),
      },
      ...(isPossible(format.isParquet) ? [{ ...this.schemaStatement(table), when: format.isParquet }] : []),
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
  checkCombination(scope, both(format.isDynamic, format.isItem), {
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

const DATE_EXTRACTION = {
  type: 'MetadataExtraction',
  parameters: [
    { parameter_name: 'MetadataExtractionQuery', parameter_value: DATE_QUERY },
    { parameter_name: 'JsonParsingEngine', parameter_value: 'JQ-1.6' },
  ],
};

/** Firehose wants a version; this one is the code as it stands. */
function versionArn(transformer: LambdaFunction): string {
  return `${transformer.arn}:$LATEST`;
}
