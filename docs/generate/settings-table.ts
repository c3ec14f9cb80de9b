import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/paths';
import { STACK_NAMES, type StackName, settings } from '../../modules/stacks';
import { markdownTable } from './markdown-table';
import { type Prop, type PropInterface, propInterfaces, typeAliases } from './prop-interface';
import { DESCRIPTIONS } from './settings-descriptions';

/** The props of each stack, by its name. */
const ROOTS: Readonly<Record<StackName, string>> = {
  'kinesis-to-search': 'KinesisToSearchStackProps',
  'streams-to-search': 'StreamsToSearchStackProps',
  'kinesis-to-s3': 'KinesisToS3StackProps',
  'streams-to-s3': 'StreamsToS3StackProps',
};

/** What the props of an interface are about. */
export const TITLES: Readonly<Record<string, string>> = {
  PipelineStackProps: 'The stack',
  SearchPipelineProps: 'A search pipeline',
  KinesisToS3Props: 'The pipeline kinesis-to-s3',
  StreamsToS3Props: 'The pipeline streams-to-s3',
  SourceTableProps: 'The table',
  KinesisChangeStreamProps: 'Kinesis stream',
  SearchCollectionProps: 'Search collection',
  SearchIndicesProps: 'Indices',
  IndexProps: 'Mappings and settings of indices',
  ProjectionProps: 'Which items, and what of them',
  FunctionSettings: 'All functions',
  TriggerSettings: 'How changes are handed over',
  SearchIndexerProps: 'Function and parking',
  SearchSweeperProps: 'Tombstones',
  ItemsApiProps: 'Items API',
  ArchiveProps: 'Archive',
  DeliveryStreamSettings: 'Delivery stream',
  ArchiveFormatProps: 'What the archive is made of',
  FirehoseTransformerProps: 'The function that makes lines',
};

/** The props of the stacks as Markdown: one table for each interface that they come from. */
export function settingsTables(): string {
  const interfaces = propInterfaces();
  const all = new Map(STACK_NAMES.map((stack) => [stack, sections(interfaces, ROOTS[stack], new Set())]));
  const stacksOf = (prop: Prop): StackName[] =>
    STACK_NAMES.filter((stack) =>
      all.get(stack)?.some(({ props }) => props.some((one) => isSame(one, prop))),
    );
  const seen: Prop[] = [];
  const tables = new Map<string, Prop[]>();
  for (const { name, props } of [...all.values()].flat()) {
    // A prop that several constructs take is one setting: it stands where it comes first.
    const fresh = props.filter((prop) => !seen.some((other) => isSame(other, prop)));
    seen.push(...fresh);
    tables.set(name, [...(tables.get(name) ?? []), ...fresh]);
  }
  return [...tables]
    .filter(([, props]) => props.length > 0)
    .map(([name, props]) => `## ${TITLES[name] ?? name}\n\n${table(props, stacksOf)}\n`)
    .join('\n');
}

function isSame(one: Prop, other: Prop): boolean {
  return one.name === other.name && one.type === other.type && one.default === other.default;
}

/** `CDC_TABLE_NAME` of `tableName`. */
export function variableOf(prop: string): string {
  return `CDC_${prop.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Every variable that the app takes, as it says itself when it is given an unknown one. */
export function knownVariables(): readonly string[] {
  try {
    settings('kinesis-to-search', { CDC_: '' });
  } catch (error) {
    return String(error).match(/CDC_[A-Z_]+[A-Z]/g) ?? [];
  }
  throw new Error('The app takes a variable that is called CDC_ alone.');
}

/** Whether the stack reads the variable; one that is for others it passes over. */
function takes(stack: StackName, variable: string): boolean {
  try {
    return Object.keys(settings(stack, { [variable]: '' })).length > 0;
  } catch {
    // It has read it: the value is none.
    return true;
  }
}

export interface Section {
  readonly name: string;
  readonly props: readonly Prop[];
}

/** The interface and all that it extends, depth first, without what is omitted on the way. */
export function sections(
  interfaces: ReadonlyMap<string, PropInterface>,
  name: string,
  omitted: ReadonlySet<string>,
): Section[] {
  const found = interfaces.get(name);
  if (found === undefined) throw new Error(`modules/ has no interface ${name}.`);
  const own = found.props.filter((prop) => !omitted.has(prop.name));
  return [
    { name, props: own },
    ...found.bases.flatMap((base) => sections(interfaces, base.name, new Set([...omitted, ...base.omitted]))),
  ];
}

function table(props: readonly Prop[], stacksOf: (prop: Prop) => readonly StackName[]): string {
  const [variables, inApp, aliases] = [new Set(knownVariables()), appValues(), typeAliases()];
  const rows = props.map((prop) => {
    const variable = variableOf(prop.name);
    const isVariable = variables.has(variable);
    const stacks = stacksOf(prop).filter((stack) => !isVariable || takes(stack, variable));
    return [
      isVariable ? `\`${variable}\`` : 'prop only',
      `\`${prop.name}\``,
      typeInWords(prop.type, aliases),
      stacksInWords(stacks),
      defaultOf(
        prop,
        stacks.flatMap((stack) => inApp.get(stack)?.get(prop.name) ?? []),
      ),
      DESCRIPTIONS[prop.name] ?? prop.description,
    ];
  });
  return markdownTable([['Variable', 'Prop', 'Type', 'Stacks', 'Default', 'What it is'], ...rows]);
}

/** A type as it is written in a program, an alias as what it stands for. */
export function typeInWords(type: string, aliases: ReadonlyMap<string, string>): string {
  return `\`${(aliases.get(type) ?? type).replace(' | IResolvable', '')}\``;
}

/** `all`, `search`, `Kinesis`, `S3`, …: the names' common part where it says it. */
function stacksInWords(stacks: readonly StackName[]): string {
  if (stacks.length === STACK_NAMES.length) return 'all';
  const common = [
    ['kinesis-', 'Kinesis'],
    ['streams-', 'Streams'],
    ['-search', 'search'],
    ['-s3', 'S3'],
  ].find(([part = '']) => String(STACK_NAMES.filter((name) => name.includes(part))) === String(stacks));
  return common?.[1] ?? stacks.join(', ');
}

function defaultOf(prop: Prop, inApp: readonly string[]): string {
  const inConstruct = prop.default ?? (prop.isOptional ? 'none' : 'required');
  const values = [...new Set(inApp)];
  return values.length === 0 ? inConstruct : `${values.join(', ')} in \`main.ts\`; ${inConstruct} elsewhere`;
}

/** What `main.ts` sets before the environment does, by stack and prop. */
function appValues(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const source = readFileSync(join(PROJECT_ROOT, 'main.ts'), 'utf8');
  const stacks = source.matchAll(/^ {2}'([\w-]+)': (.*?)\n {4}\}\),$/gms);
  return new Map(
    Array.from(stacks, ([, stack = '', body = '']) => {
      const lines = body.matchAll(/^ +(\w+): ('[^']*'|true|false|\d+),$/gm);
      return [
        stack,
        new Map(Array.from(lines, ([, prop = '', value = '']) => [prop, value.replaceAll("'", '')])),
      ];
    }),
  );
}
