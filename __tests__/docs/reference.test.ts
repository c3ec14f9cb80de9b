import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseClasses } from '../../docs/generate/construct-class';
import { ATTRIBUTE_DESCRIPTIONS } from '../../docs/generate/reference/attribute-descriptions';
import { PART_DESCRIPTIONS } from '../../docs/generate/reference/part-descriptions';
import { REFERENCE_FOLDER, referencePages } from '../../docs/generate/reference/reference-pages';
import { snippets } from '../../docs/generate/reference/snippet';
import * as library from '../../modules';

describe('docs/reference', () => {
  const pages = referencePages();
  const text = [...pages.values()].join('\n');

  it('is what the source says; after a change of it run: node --import tsx docs/generate/main.ts', () => {
    for (const [path, content] of pages) expect(readFileSync(path, 'utf8'), path).to.equal(content);
  });

  it('has each construct of the package, each with an example', () => {
    const constructs = Object.keys(library).filter(
      (name) => /^[A-Z][a-z]/.test(name) && !name.endsWith('Error'),
    );
    // It is not made by itself: KinesisToSearch and StreamsToSearch are both of this class.
    const made = constructs.filter((name) => name !== 'SearchPipeline');
    expect(made.length).to.be.greaterThan(20);
    for (const name of made) {
      expect(text, name).to.match(new RegExp(`^##? ${name}$|^\`${name}\` is the same`, 'm'));
      expect(text, name).to.match(new RegExp(`^(const \\w+ = )?new ${name}\\(`, 'm'));
    }
  });

  it('says of each prop, attribute and method what it is', () => {
    expect(text.split('\n').filter((line) => /^\|.*\| +\|$/.test(line))).to.deep.equal([]);
  });

  it('has no description left of what is no more', () => {
    const described = [...Object.keys(ATTRIBUTE_DESCRIPTIONS), ...Object.keys(PART_DESCRIPTIONS)];
    const rows = [...Object.values(ATTRIBUTE_DESCRIPTIONS), ...Object.values(PART_DESCRIPTIONS)];
    expect(described.filter((name) => !text.includes(`| \`${name}\` `))).to.deep.equal([]);
    expect(rows.filter((description) => !text.includes(`| ${description} `))).to.deep.equal([]);
  });

  it('tells of each stack what it puts out, and of each pipeline what a setting adds', () => {
    const page = pages.get(join(REFERENCE_FOLDER, 'kinesis-to-search.md')) ?? '';
    expect(page).to.match(/^\| `collection_endpoint` +\| Where the collection is searched/m);
    expect(page).to.match(
      /^\| `change-stream` +\| `aws_kinesis_stream` +\| not with `createStream: false` +\|$/m,
    );
    expect(page).to.match(
      /^\| `indexer\/event-source-mapping` +\| `aws_kinesis_stream_consumer` +\| with `enhancedFanOut`/m,
    );
  });
});

describe('the reader of snippets', () => {
  it('shows them as a user of the package writes them', () => {
    expect(snippets('construct-snippets.ts').get('deliveryStream')).to.equal(
      `import { Archive, DeliveryStream } from 'dynamodb-cdc';

const archive = new Archive(stack, 'archive', { tableName: 'orders' });
new DeliveryStream(stack, 'delivery-stream', { archive });`,
    );
  });
});

describe('the reader of classes', () => {
  it('reads what is public: fields, getters and methods, with their docstrings', () => {
    const source = `
const LIMIT = 24;

/** Of another kind. */
interface Other {}

/** What it
 * is. */
export class Table<Shape extends object = object> extends Base<Other> {
  readonly hours = LIMIT;
  /** Only sometimes. */
  readonly name?: string;
  private readonly secret: string;

  /** @throws InvalidPropError */
  constructor(scope: Construct) {
    super(scope);
  }

  /** The ARN. */
  get arn(): string {
    return '';
  }

  /**
   * Lets it.
   * @param when only then
   */
  grant(
    grantee: Function,
    names: readonly string[] = [],
    when: () => boolean,
  ): void {
    this.helper();
  }

  private helper(): void {}
}
`;
    expect(parseClasses(source)).to.deep.equal([
      {
        name: 'Table',
        base: 'Base',
        baseArgument: 'Other',
        typeParameter: 'Shape',
        description: 'What it is.',
        attributes: [
          { name: 'hours', type: '24', isOptional: false, description: '' },
          { name: 'name', type: 'string', isOptional: true, description: 'Only sometimes.' },
          { name: 'arn', type: 'string', isOptional: false, description: 'The ARN.' },
        ],
        methods: [
          { name: 'grant(grantee, names, when)', type: 'void', isOptional: false, description: 'Lets it.' },
        ],
      },
    ]);
  });
});
