import {
  GetAccessPolicyCommand,
  OpenSearchServerlessClient,
  paginateListAccessPolicies,
} from '@aws-sdk/client-opensearchserverless';
import { findPrincipal } from '../../aws/principals';
import type { Directory, Principal } from './directory';

export interface EmulatorDirectoryProps {
  /** Where the AWS emulator answers. */
  readonly endpoint: string;
  readonly region: string;
  /** Whoever may list the account's access policies. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A policy changed takes effect within this time; on AWS it takes about a minute. */
const POLICY_AGE_MS = 1000;

/** The principals and the data access policies that the AWS emulator has. */
export class EmulatorDirectory implements Directory {
  private readonly client: OpenSearchServerlessClient;
  private policies: Promise<readonly string[]> | undefined;
  private policiesReadAt = 0;

  constructor(private readonly props: EmulatorDirectoryProps) {
    this.client = new OpenSearchServerlessClient({
      endpoint: props.endpoint,
      region: props.region,
      credentials: props.credentials,
    });
  }

  async principal(accessKeyId: string): Promise<Principal | undefined> {
    const found = await findPrincipal(this.props.endpoint, accessKeyId);
    if (!found) return undefined;
    const { secretAccessKey, sessionToken, arn, sessionArn, collections } = found;
    return {
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      arns: sessionArn === undefined ? [arn] : [arn, sessionArn],
      collections,
    };
  }

  accessPolicies(): Promise<readonly string[]> {
    if (!this.policies || Date.now() - this.policiesReadAt > POLICY_AGE_MS) {
      const reading = this.readPolicies();
      reading.catch(() => {
        if (this.policies === reading) this.policies = undefined;
      });
      this.policies = reading;
      this.policiesReadAt = Date.now();
    }
    return this.policies;
  }

  private async readPolicies(): Promise<readonly string[]> {
    const policies: string[] = [];
    for await (const page of paginateListAccessPolicies({ client: this.client }, { type: 'data' })) {
      for (const { name } of page.accessPolicySummaries ?? []) {
        const { accessPolicyDetail } = await this.client.send(
          new GetAccessPolicyCommand({ name, type: 'data' }),
        );
        policies.push(JSON.stringify(accessPolicyDetail?.policy ?? []));
      }
    }
    return policies;
  }
}
