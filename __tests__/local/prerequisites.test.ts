import { expect } from 'chai';
import {
  checkPrerequisites,
  MissingPrerequisitesError,
  PREREQUISITES,
  prerequisiteFault,
} from '../../local/prerequisites';

function faultOf(name: string, printed: string): string | undefined {
  const prerequisite = PREREQUISITES.find((candidate) => candidate.name === name);
  if (prerequisite === undefined) throw new Error(`there is no prerequisite ${name}`);
  return prerequisiteFault(prerequisite, { printed });
}

describe('the prerequisites', () => {
  const outputs: readonly [string, string, boolean][] = [
    ['Node.js', 'v20.18.3', false],
    ['Node.js', 'v20.19.0', true],
    ['Node.js', 'v24.0.0', true],
    ['Terraform', 'Terraform v1.4.7\non linux_amd64', false],
    ['Terraform', 'Terraform v1.5.0\non darwin_arm64', true],
    ['Terraform', 'Terraform v1.11.4', true],
    ['Python', 'Python 3.9.18', false],
    ['Python', 'Python 3.10.0', true],
    ['Python', 'Python 3.13.9 (main)', true],
    ['Python', 'Python 3.14.0', false],
    ['Java', 'openjdk version "17.0.15" 2025-04-15', true],
    ['Java', 'openjdk version "21" 2023-09-19', true],
    ['Java', 'java version "1.8.0_402"', false],
    ['the Java compiler', 'java.base@17.0.15\njdk.compiler@17.0.15', true],
    ['the Java compiler', 'java.base@17.0.15', false],
    ['the Java compiler', 'java.base@11.0.22\njdk.compiler@11.0.22', false],
    ['Maven', '\u001b[1mApache Maven 3.8.7\u001b[m', true],
    ['Maven', 'command not right', false],
  ];
  for (const [name, printed, fits] of outputs) {
    it(`${fits ? 'take' : 'refuse'} ${name} that prints ${JSON.stringify(printed)}`, () => {
      const fault = faultOf(name, printed);
      if (fits) expect(fault).to.equal(undefined);
      else expect(fault).to.match(/is needed \(it .+\), but .+\. Install/);
    });
  }

  it('may go by several names', async () => {
    const [node] = PREREQUISITES;
    if (node === undefined) throw new Error('there are no prerequisites');
    await checkPrerequisites([{ ...node, programs: ['no-such-program-anywhere', process.execPath] }]);
  });

  it('are all named at once, with the mend, when several are at fault', async () => {
    const [node] = PREREQUISITES;
    if (node === undefined) throw new Error('there are no prerequisites');
    const failure = await checkPrerequisites([
      { ...node, atLeast: '999' },
      { ...node, name: 'Missing', programs: ['no-such-program-anywhere'], mend: 'Install the missing one.' },
      { ...node, name: 'Broken', args: ['-e', 'throw new Error("no venv")'] },
    ]).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(MissingPrerequisitesError);
    expect(String(failure))
      .to.include(
        `Node.js 999 or later is needed (it runs everything here), but this is ${process.versions.node}`,
      )
      .and.to.include('there is no "no-such-program-anywhere" on the PATH. Install the missing one.')
      .and.to.match(/Broken .* but ".*node.*" fails/);
  });
});
