import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  type TerraformStack,
  Tokenization,
} from 'cdktf';
import type { IConstruct } from 'constructs';

/** The path of an argument within resources or data sources of its type: `destination_config.on_failure`. */
type Path = string;

export type ArgumentKind = 'block' | 'attribute';

/**
 * What the JSON syntax does not say and HCL must: which arguments are nested blocks. And in which order the elements
 * were made, which the JSON has by type only.
 */
export interface BlockStructure {
  /** By `aws_lambda_function`, `data.aws_region`, `provider.aws`: arguments that are blocks, or are none. */
  readonly arguments: ReadonlyMap<string, ReadonlyMap<Path, ArgumentKind>>;
  /** Addresses of resources and data sources. */
  readonly addresses: readonly string[];
}

/**
 * The structure of a stack's elements, as the provider's bindings tell it: they do of each argument that is set by a
 * prop.
 * @param overridden the same of arguments that are set by overrides only, as in the content of dynamic blocks:
 * `{ aws_lambda_function: { 'environment.variables': 'attribute' } }`
 */
export function blockStructureOf(
  stack: TerraformStack,
  overridden: Readonly<Record<string, Readonly<Record<Path, ArgumentKind>>>> = {},
): BlockStructure {
  const types = new Map<string, Map<Path, ArgumentKind>>(
    Object.entries(overridden).map(([type, known]) => [type, new Map(Object.entries(known))]),
  );
  const addresses: string[] = [];
  for (const element of stack.node.findAll().filter(isElement)) {
    const hcl = resolved(element);
    for (const [room, prefix] of [
      ['resource', ''],
      ['data', 'data.'],
    ] as const)
      for (const [type, byName] of entries(hcl[room]))
        for (const [name, body] of entries(byName)) {
          addresses.push(`${prefix}${type}.${name}`);
          collect(body, '', argumentsOf(types, `${prefix}${type}`));
        }
    for (const [type, bodies] of entries(hcl.provider))
      for (const body of Array.isArray(bodies) ? bodies : [bodies])
        collect(body, '', argumentsOf(types, `provider.${type}`));
  }
  return { arguments: types, addresses };
}

function isElement(construct: IConstruct): construct is TerraformElement {
  return TerraformElement.isTerraformElement(construct);
}

function resolved(element: TerraformElement): Record<string, unknown> {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(element.toHclTerraform(), { scope: element, resolver, preparing: false });
}

function argumentsOf<V>(types: Map<string, Map<Path, V>>, type: string): Map<Path, V> {
  const known = types.get(type) ?? new Map<Path, V>();
  types.set(type, known);
  return known;
}

/** Each argument is an object with its value, beside which the bindings say whether it is a block. */
function collect(body: unknown, prefix: string, into: Map<Path, ArgumentKind>): void {
  for (const [name, argument] of entries(body)) {
    if (!isRecord(argument)) continue;
    // cdktf writes even this name in snake case in what a provider has.
    const isBlock = argument.isBlock ?? argument.is_block;
    if (typeof isBlock !== 'boolean') continue;
    const path = `${prefix}${name}`;
    into.set(path, isBlock ? 'block' : 'attribute');
    if (!isBlock) continue;
    const bodies = Array.isArray(argument.value) ? argument.value : [argument.value];
    for (const nested of bodies) collect(nested, `${path}.`, into);
  }
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
