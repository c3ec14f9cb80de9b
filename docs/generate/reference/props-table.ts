import { markdownTable } from '../markdown-table';
import { type Prop, propInterfaces, typeAliases } from '../prop-interface';
import { DESCRIPTIONS } from '../settings-descriptions';
import { sections, TITLES, typeInWords } from '../settings-table';
import { PART_DESCRIPTIONS } from './part-descriptions';

/** The props of an interface and of those that it extends, in one table, required ones first. */
export function propsTable(interfaceName: string): string {
  const props = groups(interfaceName).flatMap((group) => group.props);
  return table([...props.filter(isRequired), ...props.filter((prop) => !isRequired(prop))]);
}

/** The same with a heading for each interface that props come from. */
export function propsByTopic(interfaceName: string, heading: string): string {
  return groups(interfaceName)
    .filter(({ props }) => props.length > 0)
    .map(({ name, props }) => `${heading} ${TITLES[name] ?? name}\n\n${table(props)}`)
    .join('\n\n');
}

/** A prop that two interfaces have stands where it comes first. */
function groups(interfaceName: string): { readonly name: string; readonly props: readonly Prop[] }[] {
  const seen = new Set<string>();
  return sections(propInterfaces(), interfaceName, new Set()).map(({ name, props }) => ({
    name,
    props: props.filter((prop) => {
      const isNew = !seen.has(prop.name);
      seen.add(prop.name);
      return isNew;
    }),
  }));
}

function table(props: readonly Prop[]): string {
  const aliases = typeAliases();
  const rows = props.map((prop) => [
    `\`${prop.name}\``,
    typeInWords(prop.type, aliases),
    isRequired(prop) ? '**required**' : (prop.default ?? 'none'),
    DESCRIPTIONS[prop.name] ?? (prop.description || (PART_DESCRIPTIONS[prop.name] ?? '')),
  ]);
  return markdownTable([['Prop', 'Type', 'Default', 'What it is'], ...rows]);
}

const isRequired = ({ isOptional }: Prop): boolean => !isOptional;
