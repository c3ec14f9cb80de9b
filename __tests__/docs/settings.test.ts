import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseInterfaces } from '../../docs/generate/prop-interface';
import { DESCRIPTIONS } from '../../docs/generate/settings-descriptions';
import { SETTINGS_PAGE, settingsPage } from '../../docs/generate/settings-page';
import { knownVariables } from '../../docs/generate/settings-table';

describe('docs/settings.md', () => {
  const page = readFileSync(SETTINGS_PAGE, 'utf8');

  it('has a row for each variable that the app takes', () => {
    const rows = Array.from(page.matchAll(/^\| `(CDC_[A-Z_]+)` +\|/gm), ([, variable]) => variable);
    expect(knownVariables().length).to.be.greaterThan(40);
    const ofTheApp = 'CDC_STACKS';
    expect(page).to.include(ofTheApp);
    expect([ofTheApp, ...new Set(rows)]).to.have.members([...knownVariables()]);
  });

  it('is what the docstrings say; after a change of them run: node --import tsx docs/generate/main.ts', () => {
    expect(page).to.equal(settingsPage());
  });

  it('describes each setting', () => {
    const undescribed = page.split('\n').filter((line) => line.startsWith('|') && /\| +\|$/.test(line));
    expect(undescribed).to.deep.equal([]);
  });

  it('has no description left for a prop that is no more', () => {
    expect(Object.keys(DESCRIPTIONS).filter((name) => !page.includes(`| \`${name}\` `))).to.deep.equal([]);
  });
});

describe('the reader of props', () => {
  it('reads docstrings of one line and of several, defaults, and what is inherited', () => {
    const source = `
export interface AProps extends BProps, Omit<CProps, 'x' | 'y'> {
  /** How many: 1 to 5. @default 3 */
  readonly count?: number;
  /**
   * Who may, and
   * who not.
   * @default nobody
   */
  readonly who?: readonly string[];
  readonly plain: string;
}
`;
    expect(parseInterfaces(source)).to.deep.equal([
      {
        name: 'AProps',
        bases: [
          { name: 'BProps', omitted: [] },
          { name: 'CProps', omitted: ['x', 'y'] },
        ],
        props: [
          { name: 'count', type: 'number', isOptional: true, description: 'How many: 1 to 5.', default: '3' },
          {
            name: 'who',
            type: 'readonly string[]',
            isOptional: true,
            description: 'Who may, and who not.',
            default: 'nobody',
          },
          { name: 'plain', type: 'string', isOptional: false, description: '' },
        ],
      },
    ]);
  });
});
