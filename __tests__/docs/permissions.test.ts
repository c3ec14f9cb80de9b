import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PERMISSIONS_PAGE, permissionsPage } from '../../docs/generate/permissions-page';
import { knownVariables } from '../../docs/generate/settings-table';
import { AWS_ONLY } from '../deployed/permissions/aws-only';

describe('docs/permissions.md', () => {
  it('is what the tests’ tables say; after a change of them run: node --import tsx docs/generate/main.ts', () => {
    expect(readFileSync(PERMISSIONS_PAGE, 'utf8')).to.equal(permissionsPage());
  });

  it('names settings that there are, and pages of AWS', () => {
    for (const { setting, page } of AWS_ONLY) {
      if (setting !== undefined) expect(knownVariables()).to.include(setting);
      expect(page).to.match(/^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html(#[\w-]+)?$/);
    }
  });
});
