import { join } from 'node:path';
import { type Emulator, startEmulator } from '../aws/emulator';
import { freePort } from '../process/free-port';
import { EmulatorDirectory } from '../search/collection-gateway/emulator-directory';
import { type CollectionGateway, startCollectionGateway } from '../search/collection-gateway/server';
import { type SearchEngine, startSearchEngine } from '../search/engine/search-engine';
import { cdktf, outputs, terraformEnvironment } from '../terraform';
import { newRunFolder } from './run-folder';

export interface LocalEnvironmentProps {
  /** The name of the collection that the stack makes: one collection is served. @default none, and no OpenSearch */
  readonly collection?: string;
  /** The app's settings, `CDC_…`, beside those that the environment needs. @default none */
  readonly settings?: Readonly<Record<string, string>>;
  /** An OpenSearch that runs already, and is left running. @default one of its own */
  readonly searchEngine?: { readonly url: string };
  /** Told what takes time. @default nobody */
  readonly onProgress?: (message: string) => void;
  /** Ends what is under way. */
  readonly signal?: AbortSignal;
}

/** An OpenSearch, and the gateway before it that is the collection's endpoint. */
export interface LocalSearch {
  readonly engine: { readonly url: string };
  readonly gateway: CollectionGateway;
}

/**
 * AWS on one machine: an emulator and, for the pipelines that search, an OpenSearch behind the collection's endpoint.
 * The stacks that are deployed there are the very ones that AWS gets.
 */
export class LocalEnvironment {
  private constructor(
    private readonly props: LocalEnvironmentProps,
    /** Data, logs and Terraform's state. */
    readonly folder: string,
    readonly emulator: Emulator,
    /** Only with a collection. */
    readonly search: LocalSearch | undefined,
    private readonly terraform: Readonly<Record<string, string>>,
    private readonly ownServers: readonly (() => Promise<void>)[],
  ) {}

  static async start(props: LocalEnvironmentProps): Promise<LocalEnvironment> {
    const { onProgress = () => {}, signal } = props;
    const folder = newRunFolder();
    const started: (() => Promise<void>)[] = [];
    try {
      const terraform = await terraformEnvironment({
        onProgress,
        environment: withoutAwsSettings(process.env),
      });
      const gatewayPort = props.collection === undefined ? undefined : await freePort();
      signal?.throwIfAborted();
      const emulator = await startEmulator({
        dataFolder: join(folder, 'emulator'),
        ...(gatewayPort !== undefined && { collectionGatewayUrl: `http://127.0.0.1:${gatewayPort}` }),
        onProgress,
      });
      started.push(() => emulator.stop());
      signal?.throwIfAborted();
      const search = gatewayPort && (await startSearch(props, folder, emulator, gatewayPort, started));
      return new LocalEnvironment(props, folder, emulator, search || undefined, terraform, started);
    } catch (error) {
      await stopAll(started);
      throw error;
    }
  }

  /** What `terraform` and `cdktf` run with, to reach this environment with the app's settings for it. */
  environment(): Record<string, string> {
    return {
      ...this.terraform,
      ...this.emulator.environment(),
      ...this.props.settings,
      CDC_DELETION_PROTECTION: 'false',
      CDC_READERS: this.emulator.principalArn,
    };
  }

  /** Runs `cdktf COMMAND STACK`; answers with what it printed. */
  cdktf(
    command: 'deploy' | 'diff' | 'destroy',
    stack: string,
    onProgress?: (line: string) => void,
  ): Promise<string> {
    return cdktf({
      command,
      stack,
      env: { ...this.environment(), CDC_STACKS: stack },
      ...this.cdktfFolders(),
      logFile: join(this.folder, 'cdktf.log'),
      ...(onProgress && { onProgress }),
      ...(this.props.signal && { signal: this.props.signal }),
    });
  }

  /** The outputs of a deployed stack, as text. */
  outputs(stack: string): Readonly<Record<string, string>> {
    const values = Object.entries(outputs({ stack, stateFolder: this.cdktfFolders().stateFolder }));
    return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
  }

  /** Where `terraform` commands on a deployed stack are run. */
  terraformFolder(stack: string): string {
    return join(this.cdktfFolders().outputFolder, 'stacks', stack);
  }

  async stop(): Promise<void> {
    await stopAll(this.ownServers);
  }

  private cdktfFolders(): { outputFolder: string; stateFolder: string } {
    return { outputFolder: join(this.folder, 'cdktf.out'), stateFolder: join(this.folder, 'state') };
  }
}

async function startSearch(
  { collection = '', searchEngine, onProgress = () => {}, signal }: LocalEnvironmentProps,
  folder: string,
  emulator: Emulator,
  port: number,
  started: (() => Promise<void>)[],
): Promise<LocalSearch> {
  const engine = searchEngine ?? (await startOwnEngine(folder, onProgress, started));
  signal?.throwIfAborted();
  const { endpoint, region, credentials } = emulator;
  const directory = new EmulatorDirectory({ endpoint, region, credentials });
  const gateway = await startCollectionGateway({ collection, engineUrl: engine.url, port, directory });
  started.push(() => gateway.close());
  return { engine, gateway };
}

async function startOwnEngine(
  folder: string,
  onProgress: (message: string) => void,
  started: (() => Promise<void>)[],
): Promise<SearchEngine> {
  const engine = await startSearchEngine({
    dataFolder: join(folder, 'opensearch'),
    logFile: join(folder, 'opensearch.log'),
    onProgress,
  });
  started.push(() => engine.stop());
  return engine;
}

/** The last that was started first: it may still ask the others for something. */
async function stopAll(servers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of [...servers].reverse()) await stop();
}

/** Nothing of this machine's AWS account, and none of the app's settings, may reach the local stack. */
function withoutAwsSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDC)_/.test(name)));
}
