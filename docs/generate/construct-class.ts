import { moduleSources } from './module-sources';

/** A public field, getter or method of a construct, as the source states it. */
export interface Member {
  /** `grantWrite(grantee, indexNames)` of a method. */
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly description: string;
}

/** A class in `modules/`, without what is private to it. */
export interface ConstructClass {
  readonly name: string;
  readonly base: string;
  /** What it makes of the base's type parameter. */
  readonly baseArgument?: string;
  readonly typeParameter?: string;
  readonly description: string;
  readonly attributes: readonly Member[];
  readonly methods: readonly Member[];
}

const DOCSTRING = String.raw`(?:\/\*\*((?:(?!\*\/).)*)\*\/\s+)?`;
// The last "extends" is the class's own: those before it are of its type parameters.
const CLASS = new RegExp(
  String.raw`^${DOCSTRING}export (?:abstract )?class (\w+)(?:<(\w+) [^{]*)? extends (\w+)(?:<(\w+)>)? \{\n(.*?)^\}`,
  'gms',
);
const FIELD = new RegExp(
  String.raw`^ {2}${DOCSTRING}readonly (\w+)(\??)(?:: ([^;=]+))?(?: = ([^;]+))?;`,
  'gms',
);
const GETTER = new RegExp(String.raw`^ {2}${DOCSTRING}get (\w+)\(\): ([^{]+?) \{`, 'gms');
const METHOD = new RegExp(String.raw`^ {2}${DOCSTRING}(\w+)\(((?:(?!\) \{).)*?)\): ([^{]+?) \{`, 'gms');

/** The constructs in `modules/`, by name, read from the source text. */
export function constructClasses(): ReadonlyMap<string, ConstructClass> {
  return new Map(
    moduleSources()
      .flatMap(parseClasses)
      .map((found) => [found.name, found]),
  );
}

export function parseClasses(source: string): ConstructClass[] {
  return Array.from(
    source.matchAll(CLASS),
    ([, docstring, name = '', typeParameter, base = '', baseArgument, body = '']) => ({
      name,
      base,
      ...(typeParameter !== undefined && { typeParameter }),
      ...(baseArgument !== undefined && { baseArgument }),
      description: asLine(docstring),
      attributes: [...fields(body, source), ...getters(body)],
      methods: methods(body),
    }),
  );
}

function fields(body: string, source: string): Member[] {
  return Array.from(body.matchAll(FIELD), ([, docstring, name = '', optional, type, value = '']) => ({
    name,
    type: type ?? constant(value, source),
    isOptional: optional === '?',
    description: asLine(docstring),
  }));
}

function getters(body: string): Member[] {
  return Array.from(body.matchAll(GETTER), ([, docstring, name = '', type = '']) => ({
    name,
    type,
    isOptional: false,
    description: asLine(docstring),
  }));
}

function methods(body: string): Member[] {
  const found = Array.from(body.matchAll(METHOD), ([, docstring, name = '', parameters = '', type = '']) => ({
    name: `${name}(${Array.from(parameters.matchAll(/(?:^|,)\s*(\w+)\??[:=\s]/g), ([, one]) => one).join(', ')})`,
    type,
    isOptional: false,
    description: asLine(docstring),
  }));
  return found.filter(({ name }) => !name.startsWith('constructor('));
}

/** What a field is that is set to a constant of its file. */
function constant(value: string, source: string): string {
  return source.match(new RegExp(`^const ${value} = ([^;]+);`, 'm'))?.[1] ?? value;
}

function asLine(docstring = ''): string {
  return docstring
    .replace(/@(param|throws).*/s, '')
    .replace(/\s*\n\s*\*\s?/g, ' ')
    .trim();
}
