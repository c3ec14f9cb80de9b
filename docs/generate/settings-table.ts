import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/paths';
import { settings } from '../../modules/stacks';
import { type Prop, type PropInterface, propInterfaces, typeAliases } from './prop-interface';
import { DESCRIPTIONS } from './settings-descriptions';

const ROOT = 'KinesisToSearchStackProps';

const TITLES: Readonly<Record<string, string>> = {
  KinesisToSearchStackProps: 'The stack',
  KinesisToSearchProps: 'The pipeline',
  ChangeStreamProps: 'Table and change stream',
  SearchCollectionProps: 'Search collection',
  SearchIndicesProps: 'Indices',
  IndexProps: 'Mappings and settings of indices',
  ProjectionProps: 'Which items, and what of them',
  FunctionSettings: 'Functions of the index',
  SearchIndexerProps: 'Function, trigger and parking',
  SearchSweeperProps: 'Tombstones',
  ItemsApiProps: 'Items API',
};

/** The props of the pipeline's stack as Markdown: one table for each interface that they come from. */
export function settingsTables(): string {
  const seen = new Set<string>();
  return sections(propInterfaces(), ROOT, new Set())
    .map(({ name, props }) => ({
      title: TITLES[name] ?? name,
      // A prop that several constructs take is one setting: it stands where it comes first.
      props: props.filter((prop) => !seen.has(prop.name) && seen.add(prop.name)),
    }))
    .filter(({ props }) => props.length > 0)
    .map(({ title, props }) => `## ${title}\n\n${table(props)}\n`)
    .join('\n');
}

/** `CDC_TABLE_NAME` of `tableName`. */
export function variableOf(prop: string): string {
  return `CDC_${prop.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Every variable that the app takes, as it says itself when it is given an unknown one. */
export function knownVariables(): readonly string[] {
  try {
    settings({ CDC_: '' });
  } catch (error) {
    return String(error).match(/CDC_[A-Z_]+[A-Z]/g) ?? [];
  }
  throw new Error('The app takes a variable that is called CDC_ alone.');
}

interface Section {
  readonly name: string;
  readonly props: readonly Prop[];
}

/** The interface and all that it extends, depth first, without what is omitted on the way. */
function sections(
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

function table(props: readonly Prop[]): string {
  const [variables, inApp, aliases] = [new Set(knownVariables()), appValues(), typeAliases()];
  const rows = props.map((prop) => {
    const variable = variableOf(prop.name);
    return [
      variables.has(variable) ? `\`${variable}\`` : 'prop only',
      `\`${prop.name}\``,
      `\`${aliases.get(prop.type) ?? prop.type}\``,
      defaultOf(prop, inApp.get(prop.name)),
      DESCRIPTIONS[prop.name] ?? prop.description,
    ];
  });
  return markdownTable([['Variable', 'Prop', 'Type', 'Default', 'What it is'], ...rows]);
}

/** In columns of even width, as the formatter has it. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(escapeCell));
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[], filler: string) =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width, filler)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head, ' '), line([], '-'), ...body.map((row) => line(row, ' '))].join('\n');
}

function defaultOf(prop: Prop, inApp: string | undefined): string {
  const inConstruct = prop.default ?? (prop.isOptional ? 'none' : 'required');
  return inApp === undefined ? inConstruct : `${inApp} in \`main.ts\`; ${inConstruct} elsewhere`;
}

/** What `main.ts` sets before the environment does. */
function appValues(): ReadonlyMap<string, string> {
  const source = readFileSync(join(PROJECT_ROOT, 'main.ts'), 'utf8');
  const lines = source.matchAll(/^ +(\w+): ('[^']*'|true|false|\d+),$/gm);
  return new Map(Array.from(lines, ([, prop = '', value = '']) => [prop, value.replaceAll("'", '')]));
}

const escapeCell = (text: string): string =>
  text.replaceAll('|', '\\|').replace(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));
