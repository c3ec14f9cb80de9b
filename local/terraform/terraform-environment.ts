import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_FOLDER } from '../paths';
import { findProviderMirror } from './provider-mirror';

type Environment = Readonly<Record<string, string | undefined>>;

export interface TerraformEnvironmentProps {
  readonly onProgress?: (message: string) => void;
  /** The environment to start from. @default process.env */
  readonly environment?: Environment;
  /** Receives what is written: a CLI configuration, the plugin cache. @default .local/terraform */
  readonly folder?: string;
  /** Whether the public registry answers. @default a request with a limit of 3 s */
  readonly registryAnswers?: () => Promise<boolean>;
  /** The folders where a provider mirror may be. @default the usual install prefixes */
  readonly mirrorPrefixes?: readonly string[];
}

/**
 * The whole environment for `terraform` and `cdktf`, on any machine: the user's own CLI configuration where
 * there is one, else plain Terraform; only where the public registry does not answer, a provider mirror that
 * this machine has.
 * @throws Error with the mend when there is neither registry nor mirror.
 */
export async function terraformEnvironment(
  props: TerraformEnvironmentProps = {},
): Promise<Record<string, string>> {
  const { environment = process.env, folder = join(LOCAL_FOLDER, 'terraform') } = props;
  const { registryAnswers = publicRegistryAnswers } = props;
  const base: Record<string, string> = {
    ...withoutForeignSettings(environment),
    // Neither Terraform nor cdktf asks the network for its own updates, or writes to the home folder.
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    CDKTF_HOME: join(folder, 'cdktf'),
  };
  const plain = (): Record<string, string> => ({ ...base, ...pluginCache(base, folder) });
  if (hasCliConfiguration(base) || (await registryAnswers())) return plain();

  props.onProgress?.('The Terraform registry does not answer: looking for a provider mirror on this machine');
  const mirror = findProviderMirror(props.mirrorPrefixes);
  if (mirror !== undefined) {
    props.onProgress?.(`The AWS provider comes from the mirror ${mirror}`);
    return { ...withoutPluginCache(base), TF_CLI_CONFIG_FILE: writeMirrorConfiguration(mirror, folder) };
  }
  // Terraform goes through a proxy, the request above does not.
  if (base.HTTPS_PROXY || base.https_proxy) return plain();
  throw new Error(
    [
      'Terraform cannot get its AWS provider: https://registry.terraform.io did not answer within 3 s, and no provider mirror was found on this machine.',
      'Let this machine reach registry.terraform.io and releases.hashicorp.com (HTTPS_PROXY is respected),',
      'or run "terraform providers mirror FOLDER" on one that can, and put FOLDER under /opt or ~/.terraform.d here,',
      'or name a Terraform CLI configuration with a mirror of your own in TF_CLI_CONFIG_FILE.',
    ].join('\n'),
  );
}

/** Without what would change how local runs work, and without a TF_CLI_CONFIG_FILE that is not there. */
function withoutForeignSettings(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      if (value === undefined || /^TF_(CLI_ARGS|DATA_DIR|WORKSPACE)/.test(name)) return false;
      return name !== 'TF_CLI_CONFIG_FILE' || existsSync(value);
    }),
  );
}

function hasCliConfiguration(environment: Environment): boolean {
  return environment.TF_CLI_CONFIG_FILE !== undefined || existsSync(join(homedir(), '.terraformrc'));
}

/** One download of the provider (about 150 MB) for all stacks and runs. */
function pluginCache(environment: Environment, folder: string): Record<string, string> {
  const path = environment.TF_PLUGIN_CACHE_DIR ?? join(folder, 'plugin-cache');
  mkdirSync(path, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: path, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' };
}

/** Terraform links to a mirror's providers, but would copy them into a cache. */
function withoutPluginCache(environment: Readonly<Record<string, string>>): Record<string, string> {
  const { TF_PLUGIN_CACHE_DIR: _, ...rest } = environment;
  return { ...rest, CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' };
}

function writeMirrorConfiguration(mirror: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'mirror.tfrc');
  writeFileSync(
    file,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["registry.terraform.io/*/*"]
  }
}
`,
  );
  return file;
}

async function publicRegistryAnswers(): Promise<boolean> {
  try {
    const response = await fetch('https://registry.terraform.io/.well-known/terraform.json', {
      signal: AbortSignal.timeout(3_000),
    });
    return response.ok && 'providers.v1' in Object(await response.json());
  } catch {
    return false;
  }
}
