import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { type ITerraformDependable, Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { type Condition, choose, isPossible, madeIf } from '../conditions';
import { namePrefix } from '../naming/name-prefix';
import { assumeRolePolicy } from './assume-role-policy';
import { type PolicyStatement, policyDocument } from './policy-document';

export interface ServiceRoleProps {
  /** What the role's name begins with. */
  readonly name: string;
  readonly description: string;
  /** The name of its policy. */
  readonly policyName: string;
  /** Who takes the role on: `lambda.amazonaws.com`. */
  readonly service: string;
  /** Makes the role; with `false` it is `existingRoleArn`. @default true */
  readonly createRole?: Condition | undefined;
  /** A role that was there already: what it may do is its owner's to say. @default none */
  readonly existingRoleArn?: string | undefined;
}

/** The longest prefix that IAM's 64 characters leave. */
const MAX_PREFIX_LENGTH = 38;

/** The role of a service, which may do what `addToPolicy` was given and no more; or one that was there already. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** The role's permissions, for what must not begin without them. */
  readonly permissions: readonly ITerraformDependable[];
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { createRole = true, existingRoleArn = '' } = props;
    this.arn = existingRoleArn;
    this.permissions = [];
    if (!isPossible(createRole)) return;
    // "Default" leaves no trace in the name of the resource: it is called as its scope is.
    const role = new IamRole(this, 'Default', {
      namePrefix: namePrefix(props.name, MAX_PREFIX_LENGTH),
      description: props.description,
      assumeRolePolicy: assumeRolePolicy(props.service),
    });
    // Beside the role, not within it, which would change its address.
    const policy = new IamRolePolicy(scope, `${id}-policy`, {
      name: props.policyName,
      role: role.name,
      policy: Lazy.stringValue({ produce: () => policyDocument(this.statements) }),
    });
    this.permissions = [policy];
    for (const made of [role, policy]) madeIf(createRole, made);
    this.arn = choose(createRole, role.arn, existingRoleArn);
  }

  /** Lets the role do something more. */
  addToPolicy(statement: PolicyStatement): void {
    this.statements.push(statement);
  }
}
