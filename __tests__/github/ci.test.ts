import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../local/paths';

describe('.github/workflows/ci.yml', () => {
  const workflow = readFileSync(join(PROJECT_ROOT, '.github/workflows/ci.yml'), 'utf8');

  it('pins each action by its major version', () => {
    const actions = Array.from(workflow.matchAll(/uses: (\S+)/g), ([, action]) => action);
    expect(actions).to.have.length.greaterThan(4);
    for (const action of actions) expect(action).to.match(/^[\w-]+\/[\w-]+@v\d+$/);
  });

  it('may write nothing, and takes no secret', () => {
    expect(workflow)
      .to.include('permissions:\n  contents: read\n')
      .and.to.include('persist-credentials: false');
    expect(workflow).not.to.match(/: write|\$\{\{ *secrets|pull_request_target/);
  });

  it('has the Node.js that the package asks for, and runs what CI runs', () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
    const [, major] = /node-version: (\d+)/.exec(workflow) ?? [];
    expect(engines.node).to.match(new RegExp(`^>=${major}\\.`));
    expect(workflow).to.match(/- run: \.ci\/run\n$/);
  });
});
