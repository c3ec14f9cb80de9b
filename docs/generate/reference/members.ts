import { type ConstructClass, constructClasses, type Member } from '../construct-class';
import { markdownTable } from '../markdown-table';
import { typeAliases } from '../prop-interface';
import { typeInWords } from '../settings-table';
import { ATTRIBUTE_DESCRIPTIONS } from './attribute-descriptions';

/** A class with what it has from the class that it extends, where that is of `modules/` too. */
export function classOf(name: string): ConstructClass {
  const classes = constructClasses();
  const found = classes.get(name);
  if (found === undefined) throw new Error(`modules/ has no class ${name}.`);
  const base = classes.get(found.base);
  if (base === undefined) return found;
  const inherited = base.attributes.map((member) => ({
    ...member,
    type: member.type === base.typeParameter ? (found.baseArgument ?? member.type) : member.type,
  }));
  return {
    ...found,
    attributes: [...inherited, ...found.attributes],
    methods: [...base.methods, ...found.methods],
  };
}

/** What a program reads of a construct that it has made, and what it may ask of it. */
export function membersTables({ attributes, methods }: ConstructClass, heading: string): string {
  return [
    ...table(attributes, `${heading} Attributes`, 'Attribute'),
    ...table(methods, `${heading} Methods`, 'Method'),
  ].join('\n\n');
}

function table(members: readonly Member[], title: string, kind: string): string[] {
  if (members.length === 0) return [];
  const [aliases, classes] = [typeAliases(), constructClasses()];
  const rows = members.map(({ name, type, isOptional, description }) => [
    `\`${name}\``,
    typeInWords(`${type.replace(/\s+/g, ' ')}${isOptional ? ' | undefined' : ''}`, aliases),
    description || (ATTRIBUTE_DESCRIPTIONS[name] ?? classes.get(type)?.description ?? ''),
  ]);
  return [title, markdownTable([[kind, 'Type', 'What it is'], ...rows])];
}
