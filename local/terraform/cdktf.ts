import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PROJECT_ROOT } from '../paths';
import { runProcessGroup } from './process-group';
import { resourceProgress } from './resource-progress';
import { stateFile } from './state-file';

export interface CdktfProps {
  readonly command: 'deploy' | 'diff' | 'destroy' | 'synth';
  /** The stack, as `main.ts` names it. */
  readonly stack: string;
  /** The whole environment: `terraformEnvironment()` and what the app and the provider read. */
  readonly env: Readonly<Record<string, string>>;
  /** Receives the synthesized stacks and Terraform's working folder. */
  readonly outputFolder: string;
  /** Receives Terraform's state. */
  readonly stateFolder: string;
  /** What cdktf and Terraform say is appended to it. */
  readonly logFile: string;
  /** Told of each resource as Terraform goes on: `aws_kinesis_stream pipeline/stream: Creation complete after 20s`. */
  readonly onProgress?: (line: string) => void;
  /** Ends cdktf and Terraform. */
  readonly signal?: AbortSignal;
}

const CDKTF = join(PROJECT_ROOT, 'node_modules', '.bin', 'cdktf');
const QUOTED_LINES = 40;

/**
 * Runs the `cdktf` command on the app in `main.ts`, unattended; gives what it printed.
 * @throws Error that quotes the end of the output, when it fails.
 */
export async function cdktf(props: CdktfProps): Promise<string> {
  mkdirSync(props.stateFolder, { recursive: true });
  const lines: string[] = [];
  const status = await runProcessGroup({
    command: process.execPath,
    args: [CDKTF, ...argumentsOf(props)],
    cwd: PROJECT_ROOT,
    env: {
      ...props.env,
      // A setting of the app: Terraform's state would lie in the project's folder.
      CDC_STATE_PATH: stateFile(props),
      // Plain lines, and no redrawn screen.
      CI: '1',
      FORCE_COLOR: '0',
    },
    logFile: props.logFile,
    ...(props.signal && { signal: props.signal }),
    onLine: (raw) => {
      const line = stripVTControlCharacters(raw).trimEnd();
      lines.push(line);
      const progress = resourceProgress(line);
      if (progress !== undefined) props.onProgress?.(progress);
    },
  });
  if (status === 0) return lines.join('\n');
  const end = lines.filter((line) => line.trim() !== '').slice(-QUOTED_LINES);
  throw new Error(
    `"cdktf ${props.command} ${props.stack}" failed with status ${status}. All that it said is in ${props.logFile}; it ends with:\n${end.join('\n')}`,
  );
}

function argumentsOf({ command, stack, outputFolder }: CdktfProps): string[] {
  const output = ['--output', outputFolder];
  // Locking the provider asks the registry for the checksums of other platforms.
  const lock = '--skip-provider-lock';
  switch (command) {
    case 'synth':
      return ['synth', ...output];
    case 'diff':
      return ['diff', stack, lock, ...output];
    default:
      return [command, stack, '--auto-approve', lock, ...output];
  }
}
