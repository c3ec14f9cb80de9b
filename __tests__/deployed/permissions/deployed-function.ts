import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Deployment } from '../deployment';

/** The functions of the pipelines, by what they run. */
export type FunctionCode =
  | 'archive-canary'
  | 'firehose-forwarder'
  | 'firehose-transformer'
  | 'items-api'
  | 'search-bootstrap'
  | 'search-indexer'
  | 'search-sweeper';

/** Of the pipelines' functions only one has no output of its own. */
const OUTPUTS: Readonly<Record<Exclude<FunctionCode, 'items-api'>, string>> = {
  'archive-canary': 'canary_function_name',
  'firehose-forwarder': 'function_name',
  'firehose-transformer': 'function_name',
  'search-bootstrap': 'bootstrap_function_name',
  'search-indexer': 'function_name',
  'search-sweeper': 'sweeper_function_name',
};

/** A function of the deployed stack, invoked as anything invokes it. */
export class DeployedFunction {
  private readonly lambda: LambdaClient;

  private constructor(
    private readonly deployment: Deployment,
    readonly name: string,
  ) {
    this.lambda = new LambdaClient(deployment.clientSettings());
  }

  static async of(deployment: Deployment, code: FunctionCode): Promise<DeployedFunction> {
    const name = code === 'items-api' ? await itemsApiName(deployment) : deployment.outputs[OUTPUTS[code]];
    return new DeployedFunction(deployment, name ?? '');
  }

  async roleArn(): Promise<string> {
    return (await this.configuration()).Role ?? '';
  }

  /** @throws Error with the function's own error, where it failed */
  async invoke(event: object): Promise<unknown> {
    const { FunctionError, Payload } = await this.lambda.send(
      new InvokeCommand({ FunctionName: this.name, Payload: JSON.stringify(event) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
    if (FunctionError !== undefined) throw new Error(`${answer.errorType}: ${answer.errorMessage}`);
    return answer;
  }

  /** With less time the function gives up the sooner what it would wait for. */
  async withTimeout<T>(seconds: number, run: () => Promise<T>): Promise<T> {
    const { Timeout } = await this.configuration();
    await this.setTimeout(seconds);
    try {
      return await run();
    } finally {
      await this.setTimeout(Timeout);
    }
  }

  /** How many events its log has. */
  async logged(): Promise<number> {
    const logs = new CloudWatchLogsClient(this.deployment.clientSettings());
    const logGroupName = `/aws/lambda/${this.name}`;
    let count = 0;
    for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
      count += events.length;
    return count;
  }

  /** What Lambda says of its reading of the stream. */
  async lastProcessingResult(): Promise<string> {
    const { EventSourceMappings = [] } = await this.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: this.name }),
    );
    return EventSourceMappings[0]?.LastProcessingResult ?? '';
  }

  private configuration() {
    return this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: this.name }));
  }

  private async setTimeout(Timeout: number | undefined): Promise<void> {
    await this.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: this.name, Timeout }));
  }
}

async function itemsApiName(deployment: Deployment): Promise<string | undefined> {
  const lambda = new LambdaClient(deployment.clientSettings());
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
  return Functions.find(({ FunctionName = '' }) => FunctionName.endsWith('-items'))?.FunctionName;
}
