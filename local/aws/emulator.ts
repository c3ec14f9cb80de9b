import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../process/free-port';
import { SupervisedProcess } from '../process/supervised-process';
import { pythonEnvironment } from './python-environment';

export interface EmulatorProps {
  /** Keeps the log and temporary files; emptied at the start. */
  readonly dataFolder: string;
  /**
   * The endpoint that every OpenSearch Serverless collection gets, `http://127.0.0.1:PORT`.
   * @default the emulator's own, which has no data plane
   */
  readonly collectionGatewayUrl?: string;
  /**
   * Firehose's buffers are due after this time at the latest, whatever their interval is.
   * @default 2
   */
  readonly longestBufferingSeconds?: number;
  /** Told what takes time. @default nobody */
  readonly onProgress?: (message: string) => void;
}

export interface Emulator {
  /** The one endpoint of all services: `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** The IAM user whose keys `environment()` holds; an administrator. */
  readonly principalArn: string;
  /** That user's keys. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly logFile: string;
  readonly pid: number | undefined;
  /** What makes Terraform, the AWS SDKs and the AWS CLI use the emulator, and nothing of this machine's AWS profile. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

const REGION = 'us-east-1';
const ACCOUNT_ID = '000000000000';

/** Starts an AWS emulator that enforces IAM, on a free port; it ends when this process does. */
export async function startEmulator(props: EmulatorProps): Promise<Emulator> {
  const python = await pythonEnvironment(props.onProgress ?? (() => {}));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const accessKeyId = `AKIA${randomLetters(16)}`;
  const secretAccessKey = randomBytes(20).toString('hex');
  const temporaryFolder = join(props.dataFolder, 'tmp');
  const logFile = join(props.dataFolder, 'emulator.log');
  rmSync(props.dataFolder, { recursive: true, force: true });
  mkdirSync(temporaryFolder, { recursive: true });

  const child = await SupervisedProcess.start({
    name: 'The AWS emulator',
    command: python,
    args: ['-B', join(__dirname, 'emulator')],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: temporaryFolder,
      TMPDIR: temporaryFolder,
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      AUTH: 'true',
      // Listeners of services that the pipelines do not use, on fixed ports.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      MINISTACK_REGION: REGION,
      MINISTACK_ACCOUNT_ID: ACCOUNT_ID,
      LONGEST_BUFFERING_SECONDS: String(props.longestBufferingSeconds ?? 2),
      DEVELOPER_ACCESS_KEY_ID: accessKeyId,
      DEVELOPER_SECRET_ACCESS_KEY: secretAccessKey,
      ...(props.collectionGatewayUrl && { COLLECTION_GATEWAY_URL: props.collectionGatewayUrl }),
    },
    logFile,
    isReady: async () => (await fetch(`${endpoint}/_ministack/health`)).ok,
  });

  return {
    endpoint,
    region: REGION,
    accountId: ACCOUNT_ID,
    principalArn: `arn:aws:iam::${ACCOUNT_ID}:user/developer`,
    credentials: { accessKeyId, secretAccessKey },
    logFile,
    pid: child.pid,
    environment: () => ({
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
    stop: async () => {
      await child.stop();
      rmSync(temporaryFolder, { recursive: true, force: true });
    },
  };
}

function randomLetters(length: number): string {
  return Array.from(randomBytes(length), (byte) => String.fromCharCode(65 + (byte % 26))).join('');
}
