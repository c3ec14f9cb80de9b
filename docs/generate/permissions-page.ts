import { join } from 'node:path';
import { AWS_ONLY } from '../../__tests__/deployed/permissions/aws-only';
import type { Proofs } from '../../__tests__/deployed/permissions/proof';
import { PROOFS, SETTINGS_PROOFS } from '../../__tests__/deployed/permissions/proofs';
import { PROJECT_ROOT } from '../../local/paths';

export const PERMISSIONS_PAGE = join(PROJECT_ROOT, 'docs', 'permissions.md');

/** `docs/permissions.md`, whole. */
export function permissionsPage(): string {
  const all = [...Object.values(PROOFS), SETTINGS_PROOFS];
  return `<!-- Generated from the tables in __tests__/deployed/permissions by docs/generate/main.ts. -->

# What each role may do

Each function has a role of its own, and so has Firehose. A role may do what is listed here, on the resources of its
pipeline, and nothing else. \`npm run test:deploy\` takes each of the following away from the deployed pipeline, one at
a time, sees what needs it fail, gives it back, and sees it recover.

| Role | Actions |
| --- | --- |
${rows(all.map(({ roles }) => roles))}

The collection's data access policy grants its principals, on their own indices:

| Principal | Permissions |
| --- | --- |
${rows(all.map(({ data }) => data))}

## What only AWS can check

AWS asks for these, too; its services use them for the role, and the local emulator cannot show that they do. A test
fails when a role has an action that is neither above nor here, and when one that is here is in no role.

| Role | Actions | With the setting | Who uses them, and why only AWS can check it |
| --- | --- | --- | --- |
${AWS_ONLY.map(
  ({ roles, actions, setting, page, reason }) =>
    `| ${roles.join(', ')} | ${code(actions)} | ${setting === undefined ? 'always' : code([setting])} | [${reason}](${page}) |`,
).join('\n')}
`;
}

/** One row a principal, with all that it may do in any of the pipelines. */
function rows(tables: readonly Readonly<Record<string, Proofs | undefined>>[]): string {
  const permissions = new Map<string, Set<string>>();
  for (const [principal, proofs = {}] of tables.flatMap((table) => Object.entries(table))) {
    const own = permissions.get(principal) ?? new Set();
    for (const permission of Object.keys(proofs)) own.add(permission);
    permissions.set(principal, own);
  }
  return [...permissions].map(([principal, own]) => `| ${principal} | ${code([...own].sort())} |`).join('\n');
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
