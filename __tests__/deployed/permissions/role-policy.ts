import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Deployment } from '../deployment';

interface PolicyDocument {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

/** What a deployed role may do: its one inline policy. */
export class RolePolicy {
  private constructor(
    private readonly iam: IAMClient,
    private readonly name: { readonly RoleName: string; readonly PolicyName: string },
    private readonly document: PolicyDocument,
  ) {}

  static async of(deployment: Deployment, roleArn: string): Promise<RolePolicy> {
    const iam = new IAMClient(deployment.clientSettings());
    const RoleName = roleArn.split('/').at(-1) ?? '';
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const [PolicyName] = PolicyNames;
    if (PolicyName === undefined || PolicyNames.length > 1)
      throw new Error(`The role ${RoleName} has ${PolicyNames.length} inline policies.`);
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return new RolePolicy(iam, { RoleName, PolicyName }, JSON.parse(decodeURIComponent(PolicyDocument)));
  }

  /** Each action once, in order. */
  get actions(): readonly string[] {
    return [...new Set(this.document.Statement.flatMap(({ Action }) => Action))].sort();
  }

  /** Until `restore`, the role may do all but this. */
  async remove(...actions: readonly string[]): Promise<void> {
    const statements = this.document.Statement.map((statement) => ({
      ...statement,
      Action: statement.Action.filter((action) => !actions.includes(action)),
    }));
    await this.put({ ...this.document, Statement: statements.filter(({ Action }) => Action.length > 0) });
  }

  restore(): Promise<void> {
    return this.put(this.document);
  }

  private async put(document: PolicyDocument): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    await this.iam.send(new PutRolePolicyCommand({ ...this.name, PolicyDocument }));
  }
}
