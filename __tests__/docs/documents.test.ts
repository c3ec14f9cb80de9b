import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'lossless-json';
import { assertAttributeMap } from '../../functions/change/attribute-value';
import { PROJECT_ROOT } from '../../local/paths';
import { document } from '../functions/document-of';

describe('docs/documents.md', () => {
  it('shows an item and the very document that it becomes', () => {
    const page = readFileSync(join(PROJECT_ROOT, 'docs', 'documents.md'), 'utf8');
    const [item = '', shown = ''] = Array.from(page.matchAll(/```json\n(.*?)```/gs), ([, json]) => json);
    const newImage: unknown = JSON.parse(item);
    assertAttributeMap(newImage, 'NewImage', 'base64');
    const becomes = document({
      source: 'kinesis',
      table: 'lab-table',
      kind: 'upsert',
      keys: { id: { S: 'order-1' } },
      newImage,
      binaryEncoding: 'base64',
      at: 1795365560808694,
      precision: 'MICROSECOND',
      position: 0,
    });
    // Every digit counts, so numbers are compared as they are written.
    expect(parse(becomes)).to.deep.equal(parse(shown));
  });
});
