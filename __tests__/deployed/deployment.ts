import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListCollectionsCommand, OpenSearchServerlessClient } from '@aws-sdk/client-opensearchserverless';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import type { Context } from 'mocha';
import { PIPELINES, type Pipeline } from '../../local/demo/pipelines';
import { LocalEnvironment } from '../../local/environment/local-environment';
import { requireLocalEnvironment } from '../engines';
import { sharedSearchEngine } from '../search-engine';

/** A pipeline's stack, deployed by `cdktf deploy` to the local environment. */
export class Deployment {
  private constructor(
    private readonly stack: Pipeline,
    readonly environment: LocalEnvironment,
    /** Of the stack, by name. */
    readonly outputs: Readonly<Record<string, string>>,
  ) {}

  /**
   * For a `before`: gives the deploy its time, and skips the suite where nothing can be deployed.
   * @param prepare makes what has to be there before
   */
  static async of(
    context: Context,
    stack: Pipeline,
    settings: Readonly<Record<string, string>> = {},
    prepare: (environment: LocalEnvironment) => Promise<void> = async () => {},
  ): Promise<Deployment> {
    await requireLocalEnvironment(context);
    const { collection }: { readonly collection?: string } = PIPELINES[stack];
    const search = collection && { collection, searchEngine: await sharedSearchEngine(context) };
    context.timeout(420_000);
    const environment = await LocalEnvironment.start({ ...(search || {}), settings });
    try {
      await prepare(environment);
      await environment.cdktf('deploy', stack);
      return new Deployment(stack, environment, environment.outputs(stack));
    } catch (error) {
      await environment.stop();
      throw error;
    }
  }

  /** No attribute is left out of it: the emulator returns all that Terraform reads. */
  async expectEmptyPlan(): Promise<void> {
    expect(await this.environment.cdktf('diff', this.stack)).to.contain(
      'No changes. Your infrastructure matches',
    );
  }

  async expectDestroyedWhole(): Promise<void> {
    await this.environment.cdktf('destroy', this.stack);
    const settings = this.clientSettings();
    const kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    expect((await new DynamoDBClient(settings).send(new ListTablesCommand())).TableNames).to.deep.equal([]);
    expect((await kinesis.send(new ListStreamsCommand())).StreamNames).to.deep.equal([]);
    expect((await new LambdaClient(settings).send(new ListFunctionsCommand())).Functions).to.deep.equal([]);
    expect((await s3.send(new ListBucketsCommand())).Buckets ?? []).to.deep.equal([]);
    const { logGroups } = await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand());
    expect(logGroups).to.deep.equal([]);
    expect((await new IAMClient(settings).send(new ListRolesCommand())).Roles).to.deep.equal([]);
    expect((await new SQSClient(settings).send(new ListQueuesCommand())).QueueUrls ?? []).to.deep.equal([]);
    const { DeliveryStreamNames } = await new FirehoseClient(settings).send(new ListDeliveryStreamsCommand());
    expect(DeliveryStreamNames).to.deep.equal([]);
    const { collectionSummaries } = await new OpenSearchServerlessClient(settings).send(
      new ListCollectionsCommand(),
    );
    expect(collectionSummaries).to.deep.equal([]);
  }

  clientSettings() {
    const { endpoint, region, credentials } = this.environment.emulator;
    return { endpoint, region, credentials };
  }

  stop(): Promise<void> {
    return this.environment.stop();
  }
}
