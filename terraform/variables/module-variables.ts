import { allProps, type Prop, propInterfaces, typeAliases } from '../../docs/generate/prop-interface';
import { DESCRIPTIONS } from '../../docs/generate/settings-descriptions';
import type { StackName } from '../../modules/stacks';
import type { ModuleVariableProps } from '../../modules/terraform-module/module-variable';
import { aboutVariables, variableName } from '../../modules/terraform-module/variable-name';
import type { Kind } from './kind';
import { FALLBACKS, PIPELINE_VARIABLES } from './pipeline-variables';
import { DEFAULTS_IN_WORDS, VARIABLE_DESCRIPTIONS } from './variable-descriptions';

/** A variable of a module, and the prop that takes its value. */
export interface VariableDefinition extends ModuleVariableProps {
  /** None of those that are the module's own. */
  readonly prop?: string;
  /** Whether it must be given. */
  readonly isRequired: boolean;
}

/** The props of each pipeline. */
export const PROPS_INTERFACES: Readonly<Record<StackName, string>> = {
  'kinesis-to-search': 'KinesisToSearchProps',
  'streams-to-search': 'StreamsToSearchProps',
  'kinesis-to-s3': 'KinesisToS3Props',
  'streams-to-s3': 'StreamsToS3Props',
};

const NAME: VariableDefinition = {
  type: 'string',
  description:
    'What the names of all that is made begin with, one for each call of the module in an account and Region: 3 to 32 lower-case letters, digits and "-", beginning with a letter, as OpenSearch Serverless takes them.',
  nullable: false,
  isRequired: true,
};

const TAGS: VariableDefinition = {
  type: 'map(string)',
  description: 'Tags of every resource that takes them, beside those of the provider. Default: none.',
  nullable: false,
  default: {},
  isRequired: false,
};

/** Of these the default differs from the construct's: a module stands beside a table that there is already. */
const MODULE_DEFAULTS: Readonly<Record<string, boolean>> = { createTable: false, deletionProtection: false };

const UNITS: readonly (readonly [suffix: RegExp, unit: string])[] = [
  [/Seconds$/, 'seconds'],
  [/Hours$/, 'hours'],
  [/Days$/, 'days'],
  [/Mb$/, 'MB'],
];

/** The variables of a pipeline's module, by their names, in the order in which they are told. */
export function moduleVariables(pipeline: StackName): ReadonlyMap<string, VariableDefinition> {
  const props = allProps(propInterfaces(), PROPS_INTERFACES[pipeline]);
  const aliases = typeAliases();
  const definitions = Object.entries<Kind>(PIPELINE_VARIABLES[pipeline]).map(([name, kind]) => {
    const prop = props.get(name);
    if (prop === undefined) throw new Error(`${PROPS_INTERFACES[pipeline]} has no prop ${name}.`);
    return [variableName(name), definition(pipeline, prop, kind, aliases)] as const;
  });
  return new Map<string, VariableDefinition>([['name', NAME], ...definitions, ['tags', TAGS]]);
}

function definition(
  pipeline: StackName,
  prop: Prop,
  kind: Kind,
  aliases: ReadonlyMap<string, string>,
): VariableDefinition {
  const fallback = FALLBACKS[pipeline]?.[prop.name];
  const isRequired = !prop.isOptional && fallback === undefined;
  const value = MODULE_DEFAULTS[prop.name] ?? kind.default ?? stated(prop, kind) ?? null;
  return {
    prop: prop.name,
    type: kind.type,
    description: description(prop, kind, aliases, byDefault(prop, value, fallback)),
    nullable: !isRequired && value === null,
    isRequired,
    ...(!isRequired && { default: value }),
    ...(fallback !== undefined && { fallback }),
  };
}

/** The default that the docstring states as a value; what it tells in words is the construct's to do. */
function stated(prop: Prop, { type }: Kind): string | number | boolean | undefined {
  const [, word] = /^(\S+?)(?:: .*)?$/.exec(prop.default ?? '') ?? [];
  if (word === undefined) return undefined;
  if (type === 'number') return /^-?\d+$/.test(word) ? Number(word) : undefined;
  if (type === 'bool') return /^(true|false)$/.test(word) ? word === 'true' : undefined;
  return type === 'string' && !NOTHING.includes(word) ? word : undefined;
}

const NOTHING: readonly string[] = ['none', 'never', 'nobody', 'all', 'DEFAULT_MAPPINGS', 'DEFAULT_SETTINGS'];

function byDefault(prop: Prop, value: unknown, fallback: string | undefined): string {
  if (fallback !== undefined) return fallbackInWords(fallback) ?? prop.default ?? 'none';
  if (prop.name in MODULE_DEFAULTS) return String(value);
  return DEFAULTS_IN_WORDS[prop.name] ?? prop.default ?? 'none';
}

function fallbackInWords(fallback: string): string | undefined {
  if (fallback === 'var.name') return 'name';
  const [, suffix] = /^"\$\{var\.name\}(.*)"$/.exec(fallback) ?? [];
  return suffix === undefined ? undefined : `name and "${suffix}"`;
}

/** What it is, its valid values, its unit and its default, in the variables' names. */
function description(
  prop: Prop,
  kind: Kind,
  aliases: ReadonlyMap<string, string>,
  defaultInWords: string,
): string {
  const [, unit] = UNITS.find(([suffix]) => suffix.test(prop.name)) ?? [];
  const values = literals(aliases.get(prop.type) ?? prop.type);
  const sentences = [
    VARIABLE_DESCRIPTIONS[prop.name] ?? DESCRIPTIONS[prop.name] ?? prop.description,
    ...(values.length > 0 ? [`One of ${values.join(', ')}.`] : []),
    ...(kind.note === undefined ? [] : [kind.note]),
    ...(unit === undefined ? [] : [`In ${unit}.`]),
    ...(prop.isOptional || defaultInWords !== 'none' ? [`Default: ${defaultInWords}.`] : []),
  ];
  return aboutVariables(sentences.map(withPeriod).join(' ')).replaceAll('`', '');
}

function withPeriod(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** The texts of a type such as `'S' | 'N' | 'B'`. */
function literals(type: string): string[] {
  if (!/^'[^']+'(?: \| '[^']+')*$/.test(type)) return [];
  return Array.from(type.matchAll(/'([^']+)'/g), ([, literal = '']) => literal);
}
