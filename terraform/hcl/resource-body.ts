import type { ArgumentKind, BlockStructure } from './block-structure';
import type { Attribute, Block, Body } from './body';
import { isJsonObject, type Json, listOf, members } from './json';
import { UnrenderableError } from './unrenderable-error';
import { expressionOf, referenceOf } from './value';

/** Meta-arguments that stand first, apart. */
const HEADS = ['count', 'for_each'];
/** Arguments that say which one it is: they come before the others. */
const NAMES = ['provider', 'name', 'name_prefix', 'function_name', 'bucket', 'bucket_prefix', 'description'];
const TAGS = 'tags';
/** Arguments that are addresses or keywords, at the paths where they are. */
const REFERENCES = new Set([
  'depends_on',
  'provider',
  'lifecycle.ignore_changes',
  'lifecycle.replace_triggered_by',
]);
/** Blocks of Terraform's own, which no provider tells of. */
const META_BLOCKS = new Set(['lifecycle', 'lifecycle.precondition', 'lifecycle.postcondition']);

/** The body of a resource, data source or provider, in the order of HashiCorp's style guide. */
export class ResourceBody {
  readonly #known: ReadonlyMap<string, ArgumentKind>;

  /** @param type as BlockStructure has it */
  constructor(
    readonly address: string,
    type: string,
    structure: BlockStructure,
  ) {
    this.#known = structure.arguments.get(type) ?? new Map();
  }

  /** @throws UnrenderableError when it is not known whether an argument is a block. */
  body(json: Json, path = ''): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    const lifecycle: Block[] = [];
    for (const [name, value] of members(json)) {
      if (name === 'dynamic' && isJsonObject(value)) blocks.push(...this.#dynamicBlocks(value, path));
      else if (!this.#isBlock(`${path}${name}`, value)) attributes.push(this.#attribute(path, name, value));
      else if (value !== null)
        for (const one of listOf(value)) {
          if (!isJsonObject(one))
            throw this.#error(`${path}${name}`, 'is an expression, and a block', DYNAMIC);
          const block = { type: name, labels: [], body: this.body(one, `${path}${name}.`) };
          (name === 'lifecycle' && path === '' ? lifecycle : blocks).push(block);
        }
    }
    const isHead = ({ name }: Attribute): boolean => path === '' && HEADS.includes(name);
    const isTail = ({ name }: Attribute): boolean => path === '' && name === 'depends_on';
    return {
      head: attributes.find(isHead),
      attributes: attributes
        .filter((attribute) => !isHead(attribute) && !isTail(attribute))
        .sort((one, other) => rank(one) - rank(other)),
      blocks: [...blocks, ...lifecycle],
      tail: attributes.find(isTail),
    };
  }

  #attribute(path: string, name: string, value: Json): Attribute {
    const where = `${path}${name}`;
    return {
      name,
      value: UnrenderableError.telling(`${this.address}.${where}`, () =>
        REFERENCES.has(where) ? referenceOf(value) : expressionOf(value),
      ),
    };
  }

  #dynamicBlocks(json: Json, path: string): Block[] {
    return members(json).flatMap(([type, definitions]) =>
      listOf(definitions).map((definition) => {
        const { content, iterator, ...rest } = isJsonObject(definition) ? definition : {};
        const [only, ...others] = listOf(content ?? {});
        if (!isJsonObject(only) || others.length > 0)
          throw this.#error(`${path}dynamic.${type}.content`, 'is not one object', 'Give it one object.');
        const attributes = members(rest).map(([name, value]) =>
          this.#attribute(`${path}dynamic.`, name, value),
        );
        if (iterator !== undefined) attributes.push({ name: 'iterator', value: referenceOf(iterator) });
        const contentBlock = { type: 'content', labels: [], body: this.body(only, `${path}${type}.`) };
        return { type: 'dynamic', labels: [type], body: { attributes, blocks: [contentBlock] } };
      }),
    );
  }

  #isBlock(path: string, value: Json): boolean {
    if (META_BLOCKS.has(path)) return true;
    if (HEADS.includes(path)) return false;
    const known = this.#known.get(path);
    if (known !== undefined) return known === 'block';
    if (hasObjects(value) && !REFERENCES.has(path))
      throw this.#error(
        path,
        'has objects, and no binding tells whether it is a block or an attribute',
        'Set it by a prop somewhere in the stack, or tell it to blockStructureOf.',
      );
    return false;
  }

  #error(path: string, what: string, mend: string): UnrenderableError {
    return new UnrenderableError(`${this.address}.${path}`, `${what}. ${mend}`);
  }
}

const DYNAMIC = 'Give it objects, or override dynamic with for_each and content.';

function rank({ name }: Attribute): number {
  const at = NAMES.indexOf(name);
  if (at >= 0) return at;
  return name === TAGS ? NAMES.length + 1 : NAMES.length;
}

function hasObjects(value: Json): boolean {
  return isJsonObject(value) || (Array.isArray(value) && value.some(isJsonObject));
}
