import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../local/paths';

describe('docs/local.md', () => {
  it('names each module of the emulator, and none that is not there', () => {
    const page = readFileSync(join(PROJECT_ROOT, 'docs', 'local.md'), 'utf8');
    const named = Array.from(page.matchAll(/^\| `(\w+\.py)` +\|/gm), ([, module]) => module);
    const modules = readdirSync(join(PROJECT_ROOT, 'local', 'aws', 'emulator')).filter(
      (file) => file.endsWith('.py') && file !== '__main__.py',
    );
    expect(named).to.have.members(modules);
  });
});
