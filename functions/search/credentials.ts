/** AWS credentials, as far as signing goes. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Credentials by the order of the AWS SDK's chain. Those of the environment, where Lambda puts them, are read each
 * time; only where there are none, or a profile is asked for, the chain itself is loaded. It renews what expires.
 */
export class CredentialSource {
  private chain: Promise<() => Promise<Credentials>> | undefined;

  /** @throws Error when there are none */
  async current(): Promise<Credentials> {
    const found = process.env.AWS_PROFILE ? undefined : environmentCredentials(process.env);
    if (found !== undefined) return found;
    this.chain ??= import('./credential-chain').then(({ defaultProvider }) => defaultProvider());
    return (await this.chain)();
  }
}

function environmentCredentials(variables: NodeJS.ProcessEnv): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
