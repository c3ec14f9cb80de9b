import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn, Op, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { SearchSweeperEnvironment } from '../../functions/search-sweeper/environment';
import type { ChangeStream } from '../change-stream';
import { type FunctionSettings, functionSettings, LambdaFunction } from '../lambda-function';
import type { SearchIndices } from '../search-index';
import { checkInteger, checkName, NAME_RULES } from '../validation';
import { tombstoneRetention } from './tombstone-retention';

export interface SearchSweeperProps extends FunctionSettings {
  readonly changeStream: ChangeStream;
  readonly indices: SearchIndices;
  /** With `softDelete` only: the function that removes old tombstones: 1 to 64 characters. */
  readonly sweeperFunctionName: string;
  /**
   * With `softDelete` only: how long a deleted item's tombstone is kept: from 192 more than the stream's retention to 87600.
   * A change that is older when it is written may bring the item back. @default 192 more than the stream's retention
   */
  readonly tombstoneRetentionHours?: number;
  /** With `softDelete` only: how often old tombstones are removed: each 1 to 720 hours. @default 24 */
  readonly sweepIntervalHours?: number;
}

/** The function that removes the tombstones that no change is late enough to need, and its schedule. */
export class SearchSweeper extends Construct {
  readonly function: LambdaFunction<SearchSweeperEnvironment>;
  readonly schedule: CloudwatchEventRule;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: SearchSweeperProps) {
    super(scope, id);
    const { changeStream, indices, sweeperFunctionName, sweepIntervalHours = 24 } = props;
    checkName(this, 'sweeperFunctionName', sweeperFunctionName, NAME_RULES.lambdaFunction);
    checkInteger(this, 'sweepIntervalHours', sweepIntervalHours, { min: 1, max: 720 });
    const retentionHours = tombstoneRetention(this, props.tombstoneRetentionHours, changeStream);

    this.function = new LambdaFunction<SearchSweeperEnvironment>(this, 'function', {
      functionName: sweeperFunctionName,
      code: 'search-sweeper',
      description: `Removes old tombstones of the table ${changeStream.tableName} from its search indices`,
      environment: {
        TABLE_NAME: changeStream.tableName,
        SEARCH_ENDPOINT: indices.endpoint,
        SEARCH_INDICES: Token.isUnresolved(indices.indexNames)
          ? Fn.join(',', [...indices.indexNames])
          : indices.indexNames.join(','),
        TOMBSTONE_RETENTION_HOURS: `${retentionHours}`,
      },
      timeoutSeconds: 900,
      ...functionSettings(props),
    });
    indices.collection.grantSweep(this.function, indices.indexNames, indices.softDelete);

    this.schedule = new CloudwatchEventRule(this, 'schedule', {
      name: sweeperFunctionName,
      description: `When old tombstones of the table ${changeStream.tableName} are removed`,
      // In minutes: a rate of one hour is spelt differently from one of several.
      scheduleExpression: `rate(${minutes(sweepIntervalHours)} minutes)`,
    });
    const permission = new LambdaPermission(this, 'permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: this.schedule.arn,
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: this.schedule.name,
      arn: this.function.arn,
      dependsOn: [permission, ...indices.invocations],
    });
  }
}

function minutes(hours: number): number {
  return Token.isUnresolved(hours) ? Token.asNumber(Op.mul(hours, 60)) : hours * 60;
}
