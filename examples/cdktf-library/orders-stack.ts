import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { KinesisToSearch } from 'dynamodb-cdc';

/** All that the service "orders" has: its table, the search over it, and who is told when that falls behind. */
export class OrdersStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { defaultTags: [{ tags: { Service: 'orders' } }] });
    // The bindings are generated for one version; the library's resources are the same in all of these.
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

    const table = new DynamodbTable(this, 'table', {
      name: 'orders',
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'customer',
      rangeKey: 'number',
      attribute: [
        { name: 'customer', type: 'S' },
        { name: 'number', type: 'N' },
      ],
      pointInTimeRecovery: { enabled: true },
    });
    const service = new IamRole(this, 'service', {
      name: 'orders-service',
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    });

    const search = new KinesisToSearch(this, 'search', {
      tableName: table.name,
      createTable: false,
      streamName: 'orders-changes',
      functionName: 'orders-search-indexer',
      collectionName: 'orders',
      indexName: 'orders',
      exclude: ['cardNumber'],
      readers: [service.arn],
      deletionProtection: false,
    });
    this.letSearch(service, search);
    this.alarm(search);
  }

  /** The collection's data access policy names the role as a reader; AWS asks for this of the role itself, too. */
  private letSearch(service: IamRole, { collection }: KinesisToSearch): void {
    new IamRolePolicy(this, 'service-searches', {
      name: 'search',
      role: service.name,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'aoss:APIAccessAll', Resource: collection.arn }],
      }),
    });
    new SsmParameter(this, 'search-endpoint', {
      name: '/orders/search-endpoint',
      type: 'String',
      value: collection.endpoint,
    });
  }

  private alarm({ indexer }: KinesisToSearch): void {
    const topic = new SnsTopic(this, 'alarms', { name: 'orders-alarms' });
    const alarm = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, period: 60 };
    new CloudwatchMetricAlarm(this, 'behind', {
      ...alarm,
      alarmName: 'orders-search-behind',
      alarmDescription: 'The search index is more than five minutes behind the table',
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensions: { FunctionName: indexer.function.functionName },
      statistic: 'Maximum',
      threshold: 300_000,
      alarmActions: [topic.arn],
    });
    new CloudwatchMetricAlarm(this, 'parked', {
      ...alarm,
      alarmName: 'orders-search-parked',
      alarmDescription: 'A change could not be indexed: it is in the parking bucket, with the reason',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: indexer.parking.queue.name },
      statistic: 'Maximum',
      threshold: 0,
      alarmActions: [topic.arn],
    });
  }
}
