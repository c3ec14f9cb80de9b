import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { ArchiveCanaryEnvironment } from '../../functions/archive-canary/environment';
import { type Archive, CANARY_PREFIX, type DeliveryStream } from '../archive';
import type { KinesisChangeStream } from '../change-stream';
import type { FirehoseTransformer } from '../firehose-transformer';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import { checkName, NAME_RULES } from '../validation';

export interface ArchiveCanaryProps extends FunctionSettings {
  readonly changeStream: KinesisChangeStream;
  readonly archive: Archive;
  readonly deliveryStream: DeliveryStream;
  readonly transformer: FirehoseTransformer;
  /** The function that waits until Firehose reads: 1 to 64 characters. */
  readonly canaryFunctionName: string;
}

/**
 * Firehose begins to read a Kinesis stream some time after it says ACTIVE, at the newest record. So Terraform
 * invokes a function that puts canary records on every shard until Firehose has handed over one of each; the
 * table's changes are let in only then, and none is missed.
 */
export class ArchiveCanary extends Construct {
  readonly function: LambdaFunction<ArchiveCanaryEnvironment>;
  readonly invocation: LambdaInvocation;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: ArchiveCanaryProps) {
    super(scope, id);
    const { changeStream, archive, deliveryStream, transformer, canaryFunctionName } = props;
    const { bucket } = archive;
    checkName(this, 'canaryFunctionName', canaryFunctionName, NAME_RULES.lambdaFunction);
    this.function = new LambdaFunction<ArchiveCanaryEnvironment>(this, 'function', {
      functionName: canaryFunctionName,
      code: 'archive-canary',
      description: `Waits until Firehose reads the changes of the table ${changeStream.tableName}`,
      environment: { STREAM_NAME: changeStream.streamName, CANARY_BUCKET: bucket.name },
      // Firehose may take minutes to begin, and gathers records for a minute.
      timeoutSeconds: 900,
      ...functionSettings(props),
    });
    this.function.addToRolePolicy({
      sid: 'PutCanaries',
      actions: ['kinesis:ListShards', 'kinesis:PutRecord'],
      resources: [changeStream.streamArn],
    });
    changeStream.grantEncrypt(this.function);
    this.function.addToRolePolicy({
      sid: 'SeeCanaries',
      actions: ['s3:ListBucket'],
      resources: [bucket.arn],
      conditions: { StringLike: { 's3:prefix': [`${CANARY_PREFIX}*`] } },
    });
    this.invocation = new LambdaInvocation(this, 'invocation', {
      functionName: this.function.functionName,
      input: Fn.jsonencode({ deliveryStreamArn: deliveryStream.arn }),
      triggers: { deliveryStream: deliveryStream.arn, stream: changeStream.streamArn },
      dependsOn: [...this.function.role.permissions, ...transformer.function.role.permissions],
    });
  }
}
