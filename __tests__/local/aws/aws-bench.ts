import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { strToU8, zipSync } from 'fflate';
import { type Emulator, startEmulator } from '../../../local/aws/emulator';
import { NO_PYTHON } from '../../../local/aws/python-environment';
import { findPython } from '../../../local/python/virtual-environment';
import { requireEngine } from '../../engines';

/** What an AWS SDK client needs to talk to the emulator as its developer. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string;
}

/** An emulator for one suite, and the few things that every suite deploys. */
export class AwsBench {
  readonly lambda: LambdaClient;
  readonly kinesis: KinesisClient;
  readonly iam: IAMClient;

  private constructor(
    readonly emulator: Emulator,
    readonly folder: string,
    readonly settings: ClientSettings,
  ) {
    this.lambda = new LambdaClient(settings);
    this.iam = new IAMClient(settings);
    // The SDK's default is HTTP/2, which the emulator does not speak.
    this.kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
  }

  static async start(context: Mocha.Context, collectionGatewayUrl?: string): Promise<AwsBench> {
    await requireEngine(context, 'Python', async () => ((await findPython()) ? undefined : NO_PYTHON));
    context.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'aws-bench-'));
    const emulator = await startEmulator({
      dataFolder: folder,
      ...(collectionGatewayUrl && { collectionGatewayUrl }),
    });
    return AwsBench.over(emulator, folder);
  }

  static over(emulator: Emulator, folder: string): AwsBench {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = emulator.environment();
    return new AwsBench(emulator, folder, {
      endpoint: emulator.endpoint,
      region: emulator.region,
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    });
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A stream of one shard, or on demand; its ARN. */
  async stream(name: string, shards: number | 'ON_DEMAND' = 1): Promise<string> {
    await this.kinesis.send(
      new CreateStreamCommand(
        shards === 'ON_DEMAND'
          ? { StreamName: name, StreamModeDetails: { StreamMode: shards } }
          : { StreamName: name, ShardCount: shards },
      ),
    );
    const summary = await this.kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    return summary.StreamDescriptionSummary?.StreamARN ?? '';
  }

  async role(name: string, statements: readonly Statement[], service = 'lambda'): Promise<string> {
    const trust = {
      Effect: 'Allow',
      Principal: { Service: `${service}.amazonaws.com` },
      Action: 'sts:AssumeRole',
    };
    const { Role } = await this.iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy([trust]) }),
    );
    if (statements.length > 0) await this.allow(name, statements);
    return Role?.Arn ?? '';
  }

  /** What the role may do, in place of what it might before. */
  async allow(RoleName: string, statements: readonly Statement[]): Promise<void> {
    await this.iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'it', PolicyDocument: policy(statements) }),
    );
  }

  /** A Node.js function, `code` being a CommonJS module, with a role of its own. */
  async deploy(name: string, code: string, statements: readonly Statement[]): Promise<string> {
    const { FunctionArn } = await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: await this.role(`${name}-role`, statements),
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 10,
        Code: { ZipFile: zipSync({ 'index.js': strToU8(code) }) },
      }),
    );
    return FunctionArn ?? '';
  }

  /** What the function answers, or the error that it ended in. */
  async invoke(FunctionName: string, event: object = {}): Promise<unknown> {
    const { Payload } = await this.lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
