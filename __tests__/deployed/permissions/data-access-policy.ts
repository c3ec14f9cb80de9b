import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetAccessPolicyCommand,
  OpenSearchServerlessClient,
  UpdateAccessPolicyCommand,
} from '@aws-sdk/client-opensearchserverless';
import type { Deployment } from '../deployment';

interface AccessRule {
  readonly Principal: readonly string[];
  readonly Rules: readonly { readonly ResourceType: string; readonly Permission: readonly string[] }[];
}

/** The gateway reads the policies once a second. */
const TAKES_EFFECT_MS = 1_050;

/** What the deployed collection's one data access policy grants. */
export class DataAccessPolicy {
  private constructor(
    private readonly client: OpenSearchServerlessClient,
    private readonly name: string,
    private readonly rules: readonly AccessRule[],
    private policyVersion: string | undefined,
  ) {}

  static async of(deployment: Deployment, name: string): Promise<DataAccessPolicy> {
    const client = new OpenSearchServerlessClient(deployment.clientSettings());
    const { accessPolicyDetail } = await client.send(new GetAccessPolicyCommand({ name, type: 'data' }));
    const rules: AccessRule[] = JSON.parse(JSON.stringify(accessPolicyDetail?.policy));
    return new DataAccessPolicy(client, name, rules, accessPolicyDetail?.policyVersion);
  }

  /** All who are named. */
  get principals(): readonly string[] {
    return [...new Set(this.rules.flatMap(({ Principal }) => Principal))];
  }

  /** What a principal may do, each permission once, in order. */
  permissionsOf(principal: string): readonly string[] {
    const own = this.rules.filter(({ Principal }) => Principal.includes(principal));
    return [...new Set(own.flatMap(({ Rules }) => Rules.flatMap(({ Permission }) => Permission)))].sort();
  }

  /** Until `restore`, the principal may do all but this. */
  async remove(principal: string, permission: string): Promise<void> {
    await this.put(
      this.rules.map((rule) => (rule.Principal.includes(principal) ? without(rule, permission) : rule)),
    );
  }

  restore(): Promise<void> {
    return this.put(this.rules);
  }

  private async put(rules: readonly AccessRule[]): Promise<void> {
    const { name, policyVersion } = this;
    const policy = JSON.stringify(rules);
    const { accessPolicyDetail } = await this.client.send(
      new UpdateAccessPolicyCommand({ name, type: 'data', policyVersion, policy }),
    );
    this.policyVersion = accessPolicyDetail?.policyVersion;
    await sleep(TAKES_EFFECT_MS);
  }
}

function without(rule: AccessRule, permission: string): AccessRule {
  const rules = rule.Rules.map((one) => ({
    ...one,
    Permission: one.Permission.filter((granted) => granted !== permission),
  }));
  return { ...rule, Rules: rules.filter(({ Permission }) => Permission.length > 0) };
}
