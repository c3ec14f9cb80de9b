import type { BlockStructure } from './block-structure';
import { type Attribute, type Block, type Body, formatBlock } from './body';
import type { Expression } from './expression';
import { isJsonObject, type Json, type JsonObject, listOf, members } from './json';
import { ResourceBody } from './resource-body';
import { UnrenderableError } from './unrenderable-error';
import { expressionOf, literalOf, referenceOf } from './value';

export interface RenderHclProps {
  /** What the stack synthesizes to: the members of cdk.tf.json. */
  readonly json: JsonObject;
  /** Of the same stack. */
  readonly structure: BlockStructure;
  /** The file of what has an address: `aws_s3_bucket.name`, `data.aws_region.name`, `check.name`. */
  readonly fileOf: (address: string) => string;
}

/** By name, files of Terraform's native syntax that mean what the JSON means. */
export type HclFiles = ReadonlyMap<string, string>;

/**
 * Variables are in variables.tf, outputs in outputs.tf, the terraform block in versions.tf, locals in locals.tf,
 * providers in providers.tf, and whatever else has an address in the file that it is given. `terraform fmt` has
 * nothing to mend in them.
 * @throws UnrenderableError for what has no HCL: expressions that Terraform could not read either, objects of which
 * nobody knows whether they are blocks, and kinds of blocks that are not rendered (module, moved, import, removed).
 */
export function renderHcl({ json, structure, fileOf }: RenderHclProps): HclFiles {
  const files = new Map<string, string[]>();
  const add = (file: string, block: Block): void => {
    files.set(file, [...(files.get(file) ?? []), `${formatBlock(block)}\n`]);
  };
  for (const [kind] of members(json)) if (!KINDS.has(kind)) throw notRendered(kind);

  for (const [name, value] of members(json.variable)) add('variables.tf', variableBlock(name, value));
  for (const [name, value] of members(json.output)) add('outputs.tf', outputBlock(name, value));
  if (isJsonObject(json.terraform)) add('versions.tf', terraformBlock(json.terraform));
  for (const [name, value] of members(json.provider))
    for (const one of listOf(value)) add('providers.tf', providerBlock(name, one, structure));
  if (members(json.locals).length > 0) add('locals.tf', localsBlock(json.locals));
  for (const [address, block] of inOrder(addressed(json, structure), structure)) add(fileOf(address), block);
  return new Map([...files].map(([file, blocks]) => [file, blocks.join('\n')]));
}

const KINDS = new Set(['terraform', 'provider', 'variable', 'output', 'locals', 'data', 'resource', 'check']);

function addressed(json: JsonObject, structure: BlockStructure): Map<string, Block> {
  const blocks = new Map<string, Block>();
  for (const room of ['data', 'resource'] as const)
    for (const [type, byName] of members(json[room]))
      for (const [name, value] of members(byName)) {
        const full = room === 'data' ? `data.${type}` : type;
        const address = `${full}.${name}`;
        const body = new ResourceBody(address, full, structure).body(value);
        blocks.set(address, { type: room, labels: [type, name], body });
      }
  for (const [name, value] of members(json.check))
    blocks.set(`check.${name}`, checkBlock(name, value, structure));
  return blocks;
}

/** As the constructs made them; what is not among them comes last. */
function inOrder(blocks: ReadonlyMap<string, Block>, { addresses }: BlockStructure): [string, Block][] {
  const places = new Map(addresses.map((address, at) => [address, at]));
  const place = (address: string): number => places.get(address) ?? addresses.length;
  return [...blocks].sort(([one], [other]) => place(one) - place(other));
}

function variableBlock(name: string, json: Json): Block {
  const address = `variable.${name}`;
  const { validation, ...rest } = bodyOf(address, json);
  const readers = { description: literalOf, type: referenceOf };
  const attributes = attributesOf(
    address,
    rest,
    ['description', 'type', 'default', 'sensitive', 'nullable'],
    literalOf,
    readers,
  );
  return {
    type: 'variable',
    labels: [name],
    body: { attributes, blocks: rules(address, 'validation', validation), isDense: true },
  };
}

function outputBlock(name: string, json: Json): Block {
  const address = `output.${name}`;
  const { precondition, depends_on, ...rest } = bodyOf(address, json);
  const readers = { value: expressionOf };
  const body: Body = {
    attributes: attributesOf(address, rest, ['description', 'value', 'sensitive'], literalOf, readers),
    blocks: rules(address, 'precondition', precondition),
    tail: dependsOn(address, depends_on),
    isDense: true,
  };
  return { type: 'output', labels: [name], body };
}

/** Blocks of a condition and an error message. */
function rules(address: string, type: string, json: Json | undefined): Block[] {
  return (json === undefined || json === null ? [] : listOf(json)).map((rule) => {
    const where = `${address}.${type}`;
    const attributes = attributesOf(where, bodyOf(where, rule), ['condition', 'error_message'], expressionOf);
    return { type, labels: [], body: { attributes, blocks: [], isDense: true } };
  });
}

function checkBlock(name: string, json: Json, structure: BlockStructure): Block {
  const address = `check.${name}`;
  const { data, assert, ...rest } = bodyOf(address, json);
  for (const [kind] of members(rest)) throw notRendered(`${address}.${kind}`);
  const sources = members(data).flatMap(([type, byName]) =>
    members(byName).map(([label, value]) => {
      const body = new ResourceBody(`${address}.data.${type}.${label}`, `data.${type}`, structure).body(
        value,
      );
      return { type: 'data', labels: [type, label], body };
    }),
  );
  const body = { attributes: [], blocks: [...sources, ...rules(address, 'assert', assert)] };
  return { type: 'check', labels: [name], body };
}

function terraformBlock(json: JsonObject): Block {
  const { required_version, required_providers, backend, ...rest } = json;
  for (const [name] of members(rest)) throw notRendered(`terraform.${name}`);
  const providers = members(required_providers).map(([name, value]) => ({ name, value: literalOf(value) }));
  const backends = members(backend).map(([name, value]) => {
    const attributes = attributesOf(`terraform.backend.${name}`, bodyOf(name, value), [], literalOf);
    return { type: 'backend', labels: [name], body: { attributes, blocks: [] } };
  });
  const body: Body = {
    attributes:
      required_version === undefined
        ? []
        : [{ name: 'required_version', value: literalOf(required_version) }],
    blocks: [
      ...(providers.length === 0
        ? []
        : [
            {
              type: 'required_providers',
              labels: [],
              body: { attributes: providers, blocks: [], isDense: true },
            },
          ]),
      ...backends,
    ],
  };
  return { type: 'terraform', labels: [], body };
}

function providerBlock(name: string, json: Json, structure: BlockStructure): Block {
  const type = `provider.${name}`;
  return { type: 'provider', labels: [name], body: new ResourceBody(type, type, structure).body(json) };
}

function localsBlock(json: Json | undefined): Block {
  const attributes = attributesOf('locals', bodyOf('locals', json), [], expressionOf);
  return { type: 'locals', labels: [], body: { attributes, blocks: [] } };
}

type Read = (value: Json) => Expression;

/** @param first the names that come first, in this order */
function attributesOf(
  address: string,
  json: JsonObject,
  first: readonly string[],
  readOther: Read,
  readers: Readonly<Record<string, Read>> = {},
): Attribute[] {
  const rank = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  return members(json)
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([name, value]) => ({
      name,
      value: UnrenderableError.telling(`${address}.${name}`, () => (readers[name] ?? readOther)(value)),
    }));
}

function dependsOn(address: string, json: Json | undefined): Attribute | undefined {
  if (json === undefined) return undefined;
  const value = UnrenderableError.telling(`${address}.depends_on`, () => referenceOf(json));
  return { name: 'depends_on', value };
}

function bodyOf(address: string, json: Json | undefined): JsonObject {
  const [only] = listOf(json ?? null);
  if (!isJsonObject(only))
    throw new UnrenderableError(address, `is ${JSON.stringify(json)}, but must be an object.`);
  return only;
}

function notRendered(kind: string): UnrenderableError {
  return new UnrenderableError(kind, `is not rendered as HCL: only ${[...KINDS].join(', ')} are.`);
}
