import { moduleSources } from './module-sources';

/** A prop as the source states it. */
export interface Prop {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  /** The docstring without its `@default`, as one line. */
  readonly description: string;
  readonly default?: string;
}

/** An interface of props, and those that it extends. */
export interface PropInterface {
  readonly name: string;
  readonly props: readonly Prop[];
  readonly bases: readonly { readonly name: string; readonly omitted: readonly string[] }[];
}

const INTERFACE = /^export interface (\w+)(?:<[^{]*>)?\s+(?:extends\s+([^{]+?)\s+)?\{(?:\n(.*?)^)?\}/gms;
const BASE = /Omit<\s*(\w+),\s*([^>]+)>|(\w+)/g;
const PROP = /^ {2}(?:\/\*\*(.*?)\*\/\s+)?readonly (\w+)(\??): ([^;]+);/gms;

/** The interfaces of props in `modules/`, by name, read from the source text. */
export function propInterfaces(): ReadonlyMap<string, PropInterface> {
  return new Map(
    moduleSources()
      .flatMap(parseInterfaces)
      .map((found) => [found.name, found]),
  );
}

/**
 * The props of an interface and of all that it extends, each once: its own first.
 * @throws Error for an interface that `modules/` has not
 */
export function allProps(
  interfaces: ReadonlyMap<string, PropInterface>,
  name: string,
  omitted: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Prop> {
  const found = interfaces.get(name);
  if (found === undefined) throw new Error(`modules/ has no interface ${name}.`);
  const props = found.bases.flatMap((base) => [
    ...allProps(interfaces, base.name, new Set([...omitted, ...base.omitted])).values(),
  ]);
  const own = found.props.filter((prop) => !omitted.has(prop.name));
  return new Map([...props.reverse(), ...own.reverse()].map((prop) => [prop.name, prop]));
}

/** What `export type NAME = …;` of one line stands for, by name. */
export function typeAliases(): ReadonlyMap<string, string> {
  const found = moduleSources().flatMap((source) => [
    ...source.matchAll(/^export type (\w+) = ([^;\n]+);/gm),
  ]);
  return new Map(found.map(([, name = '', type = '']) => [name, type]));
}

export function parseInterfaces(source: string): PropInterface[] {
  return Array.from(source.matchAll(INTERFACE), ([, name = '', bases = '', body = '']) => ({
    name,
    bases: Array.from(bases.matchAll(BASE), ([, omitting, omitted = '', plain]) => ({
      name: omitting ?? plain ?? '',
      omitted: Array.from(omitted.matchAll(/'(\w+)'/g), ([, prop = '']) => prop),
    })),
    props: Array.from(body.matchAll(PROP), ([, docstring = '', prop = '', optional = '', type = '']) => ({
      name: prop,
      type,
      isOptional: optional === '?',
      ...documented(docstring),
    })),
  }));
}

function documented(docstring: string): Pick<Prop, 'description' | 'default'> {
  const text = docstring.replace(/\s*\n\s*\*\s?/g, ' ').trim();
  const [description = '', byDefault] = text.split('@default').map((part) => part.trim());
  return byDefault === undefined ? { description } : { description, default: byDefault };
}
