import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { propInterfaces } from '../../docs/generate/prop-interface';
import { knownVariables } from '../../docs/generate/settings-table';
import { PROJECT_ROOT } from '../../local/paths';

/** Pages that are written by hand, and name settings as props. */
const PAGES = ['cost', 'security', 'upgrading', 'when-not-to-use'];

describe('the settings that pages name', () => {
  const props = new Set(
    [...propInterfaces().values()].flatMap((found) => found.props.map(({ name }) => name)),
  );

  for (const page of PAGES) {
    const text = readFileSync(join(PROJECT_ROOT, 'docs', `${page}.md`), 'utf8').replace(/^```.*?^```/gms, '');

    it(`are there: docs/${page}.md`, () => {
      const named = Array.from(text.matchAll(/`([a-z]+[A-Z]\w*)(?:: [^`]+)?`/g), ([, name = '']) => name);
      expect(named).not.to.be.empty;
      expect(named.filter((name) => !props.has(name))).to.deep.equal([]);
    });

    it(`are variables where they are spelt so: docs/${page}.md`, () => {
      const named = Array.from(text.matchAll(/CDC_[A-Z_]+/g), ([name]) => name);
      expect(named.filter((name) => !knownVariables().includes(name))).to.deep.equal([]);
    });

    it(`have AWS's own pages for what AWS does: docs/${page}.md`, () => {
      const links = Array.from(text.matchAll(/\]\((https?:[^)]+)\)/g), ([, link = '']) => link);
      expect(links.filter((link) => !SOURCES.test(link))).to.deep.equal([]);
    });
  }
});

const SOURCES =
  /^https:\/\/((docs\.)?aws\.amazon\.com|registry\.terraform\.io|github\.com\/open-constructs)\/[\w./#-]+$/;
