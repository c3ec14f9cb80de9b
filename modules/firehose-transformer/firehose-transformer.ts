import { Construct } from 'constructs';
import type { FirehoseTransformerEnvironment } from '../../functions/firehose-transformer/environment';
import { type Archive, CANARY_PREFIX, lineVariables } from '../archive';
import type { KinesisChangeStream } from '../change-stream';
import { choose, isGiven, isPossible } from '../conditions';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import { given } from '../props/given';
import { checkInteger, checkName, NAME_RULES } from '../validation';

export interface FirehoseTransformerProps extends FunctionSettings {
  readonly changeStream: KinesisChangeStream;
  readonly archive: Archive;
  /** 1 to 64 characters. */
  readonly functionName: string;
  /** The path of a zip to run in place of the function's own. @default the function's own zip */
  readonly functionZip?: string;
  /** Firehose waits for 300 seconds at most: 1 to 300. @default 120 */
  readonly timeoutSeconds?: number;
  /** 128 to 10240. @default 512 */
  readonly memorySizeMb?: number;
  /** How many invocations may run at once: 1 at least. @default no limit but the account's */
  readonly reservedConcurrency?: number;
}

/** The function that makes lines of the records that Firehose reads. */
export class FirehoseTransformer extends Construct {
  readonly function: LambdaFunction<FirehoseTransformerEnvironment>;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: FirehoseTransformerProps) {
    super(scope, id);
    const { changeStream, archive, functionName, timeoutSeconds = 120, memorySizeMb = 512 } = props;
    const { bucket, format, kmsKeyArn } = archive;
    checkName(this, 'functionName', functionName, NAME_RULES.lambdaFunction);
    checkInteger(this, 'timeoutSeconds', timeoutSeconds, { min: 1, max: 300 });
    if (props.reservedConcurrency !== undefined)
      checkInteger(this, 'reservedConcurrency', props.reservedConcurrency, {
        min: 1,
        max: 100_000,
        mend: 'Leave it out, or let one run at least: what Firehose cannot have transformed goes to the error prefix.',
      });
    this.function = new LambdaFunction<FirehoseTransformerEnvironment>(this, 'function', {
      functionName,
      code: 'firehose-transformer',
      description: `Makes lines of the changes of the table ${changeStream.tableName} for its archive`,
      environment: {
        TABLE_NAME: changeStream.tableName,
        ...lineVariables(format),
        ...(isPossible(format.isDynamic) && { PARTITION_KEYS: choose(format.isDynamic, 'true', 'false') }),
        CANARY_BUCKET: bucket.name,
      },
      timeoutSeconds,
      memorySizeMb,
      ...given(props, ['functionZip', 'reservedConcurrency']),
      ...functionSettings(props),
    });
    this.function.addToRolePolicy({
      sid: 'AnswerCanaries',
      actions: ['s3:PutObject'],
      resources: [`${bucket.arn}/${CANARY_PREFIX}*`],
    });
    changeStream.grantPutRecords(this.function);
    this.function.addToRolePolicy({
      sid: 'EncryptCanaries',
      actions: ['kms:GenerateDataKey'],
      resources: [kmsKeyArn ?? ''],
      when: isGiven(kmsKeyArn),
    });
  }
}
