import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { generatedPictures, PICTURES_FOLDER } from '../../docs/generate/generated-files';
import { pictureSvg } from '../../docs/generate/picture-svg';
import { PIPELINE_PICTURES } from '../../docs/generate/pipeline-pictures';
import { PROJECT_ROOT } from '../../local/paths';
import { STACK_NAMES } from '../../modules/stacks';

describe('docs/pictures', () => {
  const files = readdirSync(PICTURES_FOLDER).map((file) => join(PICTURES_FOLDER, file));

  it('are what the generator draws; after a change run: node --import tsx docs/generate/main.ts', () => {
    const generated = generatedPictures();
    expect(files).to.have.members([...generated.keys()]);
    for (const [path, content] of generated) expect(readFileSync(path, 'utf8'), path).to.equal(content);
  });

  it('has one of each stack', () => {
    expect(Object.keys(PIPELINE_PICTURES)).to.include.members([...STACK_NAMES]);
  });

  it('stand in the pages with their descriptions, for those who do not see them', () => {
    const pages = ['README.md', 'docs/which-pipeline.md'].map((page) =>
      readFileSync(join(PROJECT_ROOT, page), 'utf8'),
    );
    for (const [name, { description }] of Object.entries(PIPELINE_PICTURES)) {
      const shown = pages.flatMap((page) => [
        ...page.matchAll(new RegExp(`!\\[([^\\]]*)\\]\\((?:docs/)?pictures/${name}\\.svg\\)`, 'g')),
      ]);
      expect(shown, name).to.have.length.greaterThan(0);
      for (const [, alt] of shown) expect(alt, name).to.equal(description);
    }
  });

  for (const [name, picture] of Object.entries(PIPELINE_PICTURES)) {
    describe(name, () => {
      it('has no two boxes in one place', () => {
        const places = picture.boxes.flatMap(({ column, row, rows = 1 }) =>
          Array.from({ length: rows }, (_, i) => `${column}, ${row + i}`),
        );
        expect(new Set(places)).to.have.property('size', places.length);
      });

      it('leads from boxes that it has to others that it has', () => {
        for (const { from, to } of picture.arrows) expect(picture.boxes).to.include.members([from, to]);
      });

      it('keeps all that it draws inside of it', () => {
        const svg = pictureSvg(picture);
        const [, width, height] = (svg.match(/viewBox="0 0 (\d+) (\d+)"/) ?? []).map(Number);
        const points = Array.from(svg.matchAll(/ x="([\d.]+)" y="([\d.]+)"/g), ([, x, y]) =>
          [x, y].map(Number),
        );
        expect(points.length).to.be.greaterThan(10);
        for (const [x = -1, y = -1] of points) {
          expect(x).to.be.within(0, width ?? 0);
          expect(y).to.be.within(0, height ?? 0);
        }
      });
    });
  }
});
