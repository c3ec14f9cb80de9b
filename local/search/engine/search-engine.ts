import { join } from 'node:path';
import { freePort } from '../../process/free-port';
import { SupervisedProcess } from '../../process/supervised-process';
import { engineJars } from './engine-jars';

export interface SearchEngineProps {
  /** Where the node keeps its indices; made when it is not there. One node at a time may use it. */
  readonly dataFolder: string;
  /** Receives what the node prints. */
  readonly logFile: string;
  /** Told of what takes time. */
  readonly onProgress?: (message: string) => void;
}

export interface SearchEngine {
  /** `http://127.0.0.1:PORT`: no signature is asked for here. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Small and quick to start: 340 MB of memory, ready in 6 to 8 s. */
const JVM_FLAGS = ['-Xms512m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Starts one OpenSearch node; it ends with `stop()`, or with this process, however that ends. */
export async function startSearchEngine(props: SearchEngineProps): Promise<SearchEngine> {
  const onProgress = props.onProgress ?? (() => {});
  const jars = await engineJars({ onProgress });
  const [port, transportPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;

  onProgress('Starting OpenSearch');
  const node = await SupervisedProcess.start({
    name: 'OpenSearch',
    command: 'java',
    args: [
      ...JVM_FLAGS,
      ...['-cp', join(jars, '*'), join(__dirname, 'Launcher.java')],
      ...[props.dataFolder, String(port), String(transportPort)],
    ],
    env: javaEnvironment(),
    logFile: props.logFile,
    isReady: () => isReady(url),
  });
  if (node.pid === undefined) throw new Error('OpenSearch has no process id: it did not start.');
  return { url, pid: node.pid, stop: () => node.stop() };
}

/** Without `JAVA_TOOL_OPTIONS` and the like: the caller's settings are not for this JVM. */
function javaEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', JAVA_HOME } = process.env;
  return { PATH, HOME, ...(JAVA_HOME ? { JAVA_HOME } : {}) };
}

/** Yellow is as good as it gets on one node: green never comes where an index has a replica. */
async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/_cluster/health?wait_for_status=yellow`, {
    signal: AbortSignal.timeout(2000),
  });
  return response.ok;
}
