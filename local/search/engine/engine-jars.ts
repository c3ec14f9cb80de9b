import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCAL_FOLDER } from '../../paths';
import { isRunning } from '../../process/is-running';

const POM = join(__dirname, 'pom.xml');

export interface EngineJarsProps {
  /** Told of what takes time. */
  readonly onProgress?: (message: string) => void;
  /** Where the jars are kept. @default `.local/opensearch` */
  readonly cacheFolder?: string;
}

/**
 * The folder that holds OpenSearch's jars. They are fetched once with Maven and kept, in a folder
 * named after the pom, so that another version is fetched beside it. The folder appears under its
 * name only when it is complete: an interrupted fetch leaves nothing that could be taken for one.
 *
 * @throws when Maven is missing or fails; the message quotes the end of what it said.
 */
export async function engineJars(props: EngineJarsProps = {}): Promise<string> {
  const { onProgress = () => {}, cacheFolder = join(LOCAL_FOLDER, 'opensearch') } = props;
  const pomHash = createHash('sha256')
    .update(await readFile(POM))
    .digest('hex');
  const jars = join(cacheFolder, pomHash.slice(0, 16));
  if (existsSync(jars)) return jars;

  await removeInterruptedFetches(cacheFolder);
  const unfinished = `${jars}.${process.pid}-${randomUUID().slice(0, 8)}.part`;
  await mkdir(unfinished, { recursive: true });
  onProgress('Fetching OpenSearch from Maven Central (53 MB, once)');
  try {
    await copyDependencies(unfinished);
    await rename(unfinished, jars).catch((error: NodeJS.ErrnoException) => {
      // Another process was first: its folder is as complete as this one.
      if (!existsSync(jars)) throw error;
    });
  } finally {
    await remove(unfinished);
  }
  return jars;
}

/** Removes what processes that no longer run have left half done. */
async function removeInterruptedFetches(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = /\.(\d+)-[0-9a-f]+\.part$/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await remove(join(folder, name));
  }
}

/** Again and again for a while: a Maven whose parent was killed may still be writing there. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

function copyDependencies(outputDirectory: string): Promise<void> {
  const maven = spawn(
    'mvn',
    [
      ...['--batch-mode', '--quiet', '--file', POM, 'dependency:copy-dependencies'],
      ...['-DincludeScope=runtime', `-DoutputDirectory=${outputDirectory}`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  maven.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  maven.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    maven.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new Error(
              'Maven fetches OpenSearch, and there is no `mvn` on the PATH: install Maven 3.8 or newer.',
            )
          : error,
      ),
    );
    maven.once('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(
            new Error(
              `Maven could not fetch OpenSearch (${signal ?? `status ${code}`}). Is Maven Central within reach?\n` +
                output.trimEnd().split('\n').slice(-10).join('\n'),
            ),
          ),
    );
  });
}
