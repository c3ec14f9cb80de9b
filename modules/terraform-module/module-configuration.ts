/** A part of Terraform's JSON configuration. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Where cdktf looks for the zip of a function: `assets/FOLDER/HASH/NAME.zip`. */
const ASSET = /assets\/[\w/-]+\/([\w-]+)\.zip/g;
/** Of a stack, not of a module. */
const STACK_BLOCKS: readonly string[] = ['//', 'provider'];

/**
 * A stack's JSON as a module's: without backend, provider and cdktf's notes; the functions' zips beside it; and with the
 * index in each reference to a resource that is there only sometimes.
 */
export function moduleConfiguration(stack: JsonObject): JsonObject {
  const counted = countedAddresses(stack);
  const { backend: _, ...terraform } = object(stack.terraform);
  const parts = Object.entries({ ...stack, terraform }).filter(([name]) => !STACK_BLOCKS.includes(name));
  return Object.fromEntries(
    parts.map(([name, part]) => [
      name,
      name === 'output' ? outputs(part, counted) : rewritten(part, counted),
    ]),
  );
}

/** `aws_sqs_queue.parking`, `data.aws_dynamodb_table.table`: those that have a `count`. */
function countedAddresses(stack: JsonObject): readonly string[] {
  const within = (blocks: Json | undefined, prefix: string): string[] =>
    Object.entries(object(blocks)).flatMap(([type, resources]) =>
      Object.entries(object(resources))
        .filter(([, resource]) => 'count' in object(resource))
        .map(([name]) => `${prefix}${type}.${name}`),
    );
  return [...within(stack.resource, ''), ...within(stack.data, 'data.')];
}

function rewritten(part: Json, counted: readonly string[]): Json {
  if (typeof part === 'string') return withZips(withIndices(part, counted));
  if (Array.isArray(part)) return part.map((element: Json) => rewritten(element, counted));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => name !== '//')
      .map(([name, value]) => [name, name === 'depends_on' ? value : rewritten(value, counted)]),
  );
}

/** What is not made has no attributes: the output is null then. */
function outputs(part: Json, counted: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(object(part)).map(([name, output]) => {
      const { value = null, ...others } = object(rewritten(output, counted));
      const refersToCounted = withIndices(JSON.stringify(output), counted) !== JSON.stringify(output);
      return [name, { ...others, value: refersToCounted ? tried(value) : value }];
    }),
  );
}

function tried(value: Json): Json {
  const [, expression] = (typeof value === 'string' && /^\$\{(.*)\}$/s.exec(value)) || [];
  return expression === undefined ? value : `\${try(${expression}, null)}`;
}

/** References to attributes get the index of the one resource that there is; whole addresses stay as they are. */
function withIndices(text: string, counted: readonly string[]): string {
  return counted.reduce(
    (rest, address) =>
      rest.replace(new RegExp(`(?<![\\w.])${address.replaceAll('.', '\\.')}(?=\\.)`, 'g'), `${address}[0]`),
    text,
  );
}

function withZips(text: string): string {
  return text.replace(ASSET, (_, name: string) => `\${path.module}/functions/${name}.zip`);
}

function object(part: Json | undefined): JsonObject {
  return isObject(part) ? part : {};
}

function isObject(part: Json | undefined): part is JsonObject {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
