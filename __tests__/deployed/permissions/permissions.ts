import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { PIPELINES, type Pipeline } from '../../../local/demo/pipelines';
import type { Deployment } from '../deployment';
import { awsOnlyActions } from './aws-only';
import { DataAccessPolicy } from './data-access-policy';
import { DeployedFunction } from './deployed-function';
import { firehoseRoleArn } from './firehose-role';
import type { Proof, Proofs } from './proof';
import { type PermissionProofs, PROOFS, type Principal, type Role } from './proofs';
import { RolePolicy } from './role-policy';

/** Shows that the deployed pipeline needs each of its permissions, and has no others. */
export function describePermissions(stack: Pipeline, deployment: () => Deployment): void {
  it('has a role for each of its functions and for Firehose, and gives nobody else access to the data', async () => {
    const { roles, data } = PROOFS[stack];
    const arnsOf = (principals: readonly string[]) =>
      Promise.all(principals.map((principal) => arnOf(deployment(), principal as Principal)));
    const { Roles = [] } = await new IAMClient(deployment().clientSettings()).send(new ListRolesCommand());
    expect(Roles.map(({ Arn }) => Arn)).to.have.members(await arnsOf(Object.keys(roles)));
    if (Object.keys(data).length === 0) return;
    const { principals } = await dataPolicyOf(deployment(), stack);
    expect(principals).to.have.members(await arnsOf(Object.keys(data)));
  });

  describeLacks(stack, deployment, PROOFS[stack]);
}

/**
 * Takes away each permission that has a proof, one at a time, and gives it back. Mocha runs a suite in a suite last,
 * after the stack was destroyed: so these tests are in none of their own.
 */
export function describeLacks(
  stack: Pipeline,
  deployment: () => Deployment,
  { roles, data }: PermissionProofs,
): void {
  for (const [role, proofs = {}] of Object.entries(roles) as [Role, Proofs][]) {
    for (const [action, proof] of Object.entries(proofs))
      it(`${role} fails without ${action}, and recovers`, async () => {
        const policy = await policyOf(deployment(), role);
        await shown(proof, deployment(), {
          remove: () => policy.remove(action),
          restore: () => policy.restore(),
        });
      });

    it(`${role} may do nothing else but what only AWS checks`, async () => {
      const { actions } = await policyOf(deployment(), role);
      expect(actions).to.include.members(Object.keys(proofs));
      const known = [
        ...Object.keys({ ...PROOFS[stack].roles[role], ...proofs }),
        ...awsOnlyActions(role, { everySetting: false }),
      ];
      expect(actions.filter((action) => !known.includes(action))).to.deep.equal([]);
    });
  }

  for (const [principal, proofs = {}] of Object.entries(data) as [Principal, Proofs][]) {
    for (const [permission, proof] of Object.entries(proofs))
      it(`${principal} fails without ${permission} in the data access policy, and recovers`, async () => {
        const policy = await dataPolicyOf(deployment(), stack);
        const arn = await arnOf(deployment(), principal);
        await shown(proof, deployment(), {
          remove: () => policy.remove(arn, permission),
          restore: () => policy.restore(),
        });
      });

    it(`${principal} has no other permission in the data access policy`, async () => {
      const policy = await dataPolicyOf(deployment(), stack);
      const granted = policy.permissionsOf(await arnOf(deployment(), principal));
      expect(Object.keys(proofs)).to.have.members([...granted]);
    });
  }
}

async function shown(
  proof: Proof,
  deployment: Deployment,
  permission: { readonly remove: () => Promise<void>; readonly restore: () => Promise<void> },
): Promise<void> {
  let heals: () => Promise<unknown>;
  await permission.remove();
  try {
    heals = await proof(deployment);
  } finally {
    await permission.restore();
  }
  await heals();
}

async function policyOf(deployment: Deployment, role: Role): Promise<RolePolicy> {
  return RolePolicy.of(deployment, await arnOf(deployment, role));
}

function dataPolicyOf(deployment: Deployment, stack: Pipeline): Promise<DataAccessPolicy> {
  const { collection = '' }: { readonly collection?: string } = PIPELINES[stack];
  return DataAccessPolicy.of(deployment, collection);
}

async function arnOf(deployment: Deployment, principal: Principal): Promise<string> {
  if (principal === 'readers') return deployment.environment.emulator.principalArn;
  if (principal === 'firehose') return firehoseRoleArn(deployment);
  return (await DeployedFunction.of(deployment, principal)).roleArn();
}
