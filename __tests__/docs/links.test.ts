import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../local/paths';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(PROJECT_ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
  ...readdirSync(join(PROJECT_ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('examples', file)),
];

describe('links between pages', () => {
  for (const page of PAGES) {
    it(`of ${page} lead somewhere`, () => {
      const dead = linksOf(page).filter((link) => !leads(page, link));
      expect(dead).to.deep.equal([]);
    });
  }
});

/** The targets of links and pictures, without those on other sites. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(PROJECT_ROOT, page), 'utf8').replace(/^```.*?^```/gms, '');
  return Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link).filter(
    (link) => !/^https?:/.test(link),
  );
}

function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(PROJECT_ROOT, page) : resolve(PROJECT_ROOT, dirname(page), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || headingsOf(file).includes(anchor);
}

/** The anchors that GitHub makes of a page's headings. */
function headingsOf(file: string): string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
