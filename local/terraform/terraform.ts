import { stripVTControlCharacters } from 'node:util';
import { runProcessGroup } from './process-group';

export interface TerraformProps {
  /** The command and its arguments: `['plan', '-out=plan']`. */
  readonly args: readonly string[];
  /** The root module's folder. */
  readonly folder: string;
  /** The whole environment: `terraformEnvironment()` and what the provider reads. */
  readonly env: Readonly<Record<string, string>>;
  /** What Terraform says is appended to it. */
  readonly logFile: string;
}

const QUOTED_LINES = 40;

/**
 * Runs the `terraform` command, unattended; gives what it printed.
 * @throws Error that quotes the end of the output, when it fails.
 */
export async function terraform({ args, folder, env, logFile }: TerraformProps): Promise<string> {
  const lines: string[] = [];
  const status = await runProcessGroup({
    command: 'terraform',
    args,
    cwd: folder,
    env: { ...env, TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
    logFile,
    onLine: (line) => lines.push(stripVTControlCharacters(line).trimEnd()),
  });
  if (status === 0) return lines.join('\n');
  const end = lines.filter((line) => line !== '').slice(-QUOTED_LINES);
  throw new Error(
    `"terraform ${args.join(' ')}" failed with status ${status}. All that it said is in ${logFile}; it ends with:\n${end.join('\n')}`,
  );
}
