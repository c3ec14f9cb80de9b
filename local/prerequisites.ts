import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A program that local runs need, and how to tell that it will do. */
export interface Prerequisite {
  /** What people call it. */
  readonly name: string;
  /** The names that it may have; the first that will do counts. */
  readonly programs: readonly string[];
  /** What makes it print its version, and fail where it will not do. */
  readonly args: readonly string[];
  /** Finds the version in what the program prints, as its only group. */
  readonly version: RegExp;
  /** The oldest version that will do. */
  readonly atLeast: string;
  /** The first version that will not do any more. @default none */
  readonly below?: string;
  /** Needed for search pipelines only. @default for all */
  readonly ofSearch?: true;
  /** What it is needed for. */
  readonly purpose: string;
  /** How to get it: a sentence. */
  readonly mend: string;
}

/** Everything that `npm run demo` and `npm test` need beside `npm ci`. */
export const PREREQUISITES: readonly Prerequisite[] = [
  {
    name: 'Node.js',
    programs: [process.execPath],
    args: ['--version'],
    version: /v(\d+\.\d+\.\d+)/,
    atLeast: '20.19',
    purpose: 'runs everything here',
    mend: 'Install Node.js 22 from https://nodejs.org/, or with nvm: nvm install 22.',
  },
  {
    name: 'Terraform',
    programs: ['terraform'],
    args: ['-version'],
    version: /Terraform v(\d+\.\d+\.\d+)/,
    atLeast: '1.5',
    purpose: 'deploys the stack',
    mend: 'Install it from https://developer.hashicorp.com/terraform/install, or with tfenv: tfenv install.',
  },
  {
    name: 'Python',
    programs: ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'],
    args: ['-c', 'import ensurepip, sys, venv; print("Python", sys.version)'],
    version: /Python (\d+\.\d+\.\d+)/,
    atLeast: '3.10',
    below: '3.14',
    purpose: 'runs the AWS emulator, in a venv',
    mend: 'Install python3 with its venv module: apt-get install python3 python3-venv, brew install python@3.13, or from https://www.python.org/.',
  },
  {
    name: 'Java',
    programs: ['java'],
    args: ['-version'],
    version: /version "(\d+(?:\.\d+)*)/,
    atLeast: '17',
    ofSearch: true,
    purpose: 'runs OpenSearch',
    mend: 'Install a JDK: apt-get install openjdk-17-jdk-headless, brew install openjdk@21, or from https://adoptium.net/.',
  },
  {
    name: 'the Java compiler',
    programs: ['java'],
    args: ['--list-modules'],
    version: /jdk\.compiler@(\d+(?:\.\d+)*)/,
    atLeast: '17',
    ofSearch: true,
    purpose: "compiles OpenSearch's launcher",
    mend: 'Install a JDK rather than a JRE: apt-get install openjdk-17-jdk-headless, brew install openjdk@21, or from https://adoptium.net/.',
  },
  {
    name: 'Maven',
    programs: ['mvn'],
    args: ['--version'],
    version: /Apache Maven (\d+\.\d+\.\d+)/,
    atLeast: '3.6',
    ofSearch: true,
    purpose: 'downloads OpenSearch',
    mend: 'Install it: apt-get install maven, brew install maven, or from https://maven.apache.org/download.cgi.',
  },
];

/** Those of a pipeline without search. */
export const ARCHIVE_PREREQUISITES = PREREQUISITES.filter(({ ofSearch }) => !ofSearch);

/** What is missing on this machine, or is of a version that will not do. */
export class MissingPrerequisitesError extends Error {
  override readonly name = 'MissingPrerequisitesError';

  constructor(faults: readonly string[]) {
    super(['This machine lacks what is needed here:', ...faults.map((fault) => `- ${fault}`)].join('\n'));
  }
}

/**
 * Asks each program for its version.
 * @throws MissingPrerequisitesError that names everything at fault at once, with the mend.
 */
export async function checkPrerequisites(
  prerequisites: readonly Prerequisite[] = PREREQUISITES,
): Promise<void> {
  const faults = await Promise.all(prerequisites.map(faultOnThisMachine));
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new MissingPrerequisitesError(found);
}

/** That of the first program, unless one of the others will do. */
async function faultOnThisMachine(prerequisite: Prerequisite): Promise<string | undefined> {
  let first: string | undefined;
  for (const program of prerequisite.programs) {
    const fault = prerequisiteFault(prerequisite, await outputOf(program, prerequisite.args));
    if (fault === undefined) return undefined;
    first ??= fault;
  }
  return first;
}

/** What a program printed, or how it could not be asked. */
export type VersionOutput = { readonly printed: string } | { readonly failed: string };

/** What is wrong with a program, and the mend; undefined when it will do. */
export function prerequisiteFault(prerequisite: Prerequisite, output: VersionOutput): string | undefined {
  const { name, purpose, mend } = prerequisite;
  const needed = `${name} ${rangeOf(prerequisite)} is needed (it ${purpose})`;
  if ('failed' in output) return `${needed}, but ${output.failed}. ${mend}`;
  const version = prerequisite.version.exec(output.printed)?.[1];
  if (version === undefined) {
    return `${needed}, but it printed no version: ${JSON.stringify(output.printed.slice(0, 200))}. ${mend}`;
  }
  const { atLeast, below } = prerequisite;
  const fits =
    compareVersions(version, atLeast) >= 0 && (below === undefined || compareVersions(version, below) < 0);
  return fits ? undefined : `${needed}, but this is ${version}. ${mend}`;
}

function rangeOf({ atLeast, below }: Prerequisite): string {
  return below === undefined ? `${atLeast} or later` : `${atLeast} or later, below ${below},`;
}

/** Negative, zero or positive; parts that are left out count as 0. */
function compareVersions(one: string, other: string): number {
  const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let part = 0; part < Math.max(a.length, b.length); part++) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

async function outputOf(program: string, args: readonly string[]): Promise<VersionOutput> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { timeout: 20_000 });
    return { printed: `${stdout}\n${stderr}`.trim() };
  } catch (error) {
    return { failed: failureOf(program, Object(error)) };
  }
}

function failureOf(program: string, error: { readonly code?: unknown; readonly stderr?: unknown }): string {
  if (error.code === 'ENOENT') return `there is no "${program}" on the PATH`;
  const lastLine = String(error.stderr ?? '')
    .trim()
    .split('\n')
    .at(-1);
  return `"${program}" fails${lastLine ? ` with: ${lastLine}` : ''}`;
}
