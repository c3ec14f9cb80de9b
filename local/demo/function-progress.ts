import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Emulator } from '../aws/emulator';

/** How far a function is with its stream, by the summary that it logs of each invocation. */
export class FunctionProgress {
  private readonly logs: CloudWatchLogsClient;

  constructor(
    { credentials, region, endpoint }: Pick<Emulator, 'credentials' | 'region' | 'endpoint'>,
    private readonly functionName: string,
  ) {
    this.logs = new CloudWatchLogsClient({ credentials, region, endpoint });
  }

  /** Changes that the function has finished. */
  async finished(): Promise<number> {
    const summaries = await this.summaries();
    return summaries.reduce((sum, { Changes, Unfinished }) => sum + (Unfinished === 0 ? Changes : 0), 0);
  }

  /** Invocations that gave changes back to the stream. */
  async failures(): Promise<number> {
    return (await this.summaries()).filter(({ Unfinished }) => Unfinished > 0).length;
  }

  private async summaries(): Promise<Summary[]> {
    const logGroupName = `/aws/lambda/${this.functionName}`;
    const summaries: Summary[] = [];
    for await (const { events } of paginateFilterLogEvents({ client: this.logs }, { logGroupName })) {
      for (const { message = '' } of events ?? []) {
        const json = message.indexOf('{"level"');
        if (json >= 0) summaries.push(JSON.parse(message.slice(json)));
      }
    }
    return summaries;
  }
}

/** What is read of the function's log line. */
interface Summary {
  readonly Changes: number;
  readonly Unfinished: number;
}
