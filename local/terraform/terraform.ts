import { runProcessGroup } from './process-group';

export interface TerraformProps {
  /** Of `terraform`, the command and its options. */
  readonly args: readonly string[];
  /** The root module. */
  readonly folder: string;
  /** The whole environment: `terraformEnvironment()` and what the provider reads. */
  readonly env: Readonly<Record<string, string>>;
  /** What Terraform says is appended to it. */
  readonly logFile: string;
}

const QUOTED_LINES = 40;

/**
 * Runs a `terraform` command, unattended; gives what it printed.
 * @throws Error that quotes the end of the output, when it fails.
 */
export async function terraform({ args, folder, env, logFile }: TerraformProps): Promise<string> {
  const lines: string[] = [];
  const status = await runProcessGroup({
    command: 'terraform',
    args: [...args, '-input=false', '-no-color'],
    cwd: folder,
    env,
    logFile,
    onLine: (line) => lines.push(line),
  });
  if (status === 0) return lines.join('\n');
  const end = lines.filter((line) => line.trim() !== '').slice(-QUOTED_LINES);
  throw new Error(
    `"terraform ${args.join(' ')}" failed with status ${status}. All that it said is in ${logFile}; it ends with:\n${end.join('\n')}`,
  );
}
