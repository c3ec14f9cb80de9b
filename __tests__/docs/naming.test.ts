import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { NAMED_TYPES } from '../../docs/generate/naming/named-types';
import { namesOf } from '../../docs/generate/naming/names';
import { NAMING_PAGE, namingPage } from '../../docs/generate/naming/naming-page';
import { STACK_NAMES } from '../../modules/stacks';

describe('docs/naming.md', () => {
  const page = readFileSync(NAMING_PAGE, 'utf8');

  it('is what the pipelines synthesize to; after a change run: node --import tsx docs/generate/main.ts', () => {
    expect(page).to.equal(namingPage());
  });

  it('has a row for each type of resource that has a name, and none for others', () => {
    const rows = Array.from(page.matchAll(/^\| [^|]+ \| `(aws_\w+)` +\|/gm), ([, type]) => type);
    expect(rows).to.deep.equal(Object.keys(NAMED_TYPES));
  });

  it('tells of a name which props it is made from', () => {
    const canary = namesOf('kinesis-to-s3').find(
      ({ type, name }) => type === 'aws_lambda_function' && name.endsWith('canary'),
    );
    expect(canary).to.include({ name: 'Orders_EU-firehose-transformer-canary' });
    expect(canary?.props).to.deep.equal(['tableName', 'functionName', 'canaryFunctionName']);
  });

  it('holds what it says of two Regions: what is unique beyond one gets characters of its own', () => {
    for (const pipeline of STACK_NAMES) {
      const beyond = namesOf(pipeline).filter(({ type }) =>
        /^(all of AWS|account,)/.test(NAMED_TYPES[type]?.uniqueIn ?? ''),
      );
      expect(beyond.length).to.be.greaterThan(1);
      for (const { type } of beyond) expect(NAMED_TYPES[type]?.attribute).to.match(/_prefix$/);
    }
  });
});
