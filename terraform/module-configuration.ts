import { indexCountedReferences } from './counted-references';
import { isJsonObject, type Json, type JsonObject, members } from './hcl/json';

/** Where cdktf puts the zip of a function: `assets/FOLDER/HASH/NAME.zip`. */
const ZIP = /assets\/[\w/-]+\/([\w-]+)\.zip/g;
/** A SHA-256 in base64. */
const HASH = /^[\w+/]{43}=$/;
const QUOTED_HASH = /"[\w+/]{43}="/;
/** Of a stack, not of a module. */
const STACK_PARTS: readonly string[] = ['//', 'provider'];

export interface ModuleConfiguration {
  readonly json: JsonObject;
  /** The functions whose zips it needs, in `functions/`. */
  readonly functions: readonly string[];
}

/**
 * A stack's JSON as a module's: without backend, provider and cdktf's notes; the functions' zips in a folder beside it;
 * an index in each reference to a resource that is there only sometimes; and outputs that are null without it.
 */
export function moduleConfiguration(stack: JsonObject): ModuleConfiguration {
  const { backend: _, ...terraform } = objectOf(stack.terraform);
  const parts = Object.entries({ ...stack, terraform }).filter(([name]) => !STACK_PARTS.includes(name));
  const plain = Object.fromEntries(parts);
  const indexed = indexCountedReferences(plain);
  const outputs = nullable(objectOf(indexed.output), objectOf(plain.output));
  const functions = [...JSON.stringify(plain).matchAll(ZIP)].map(([, name = '']) => name);
  return {
    json: objectOf(withZips({ ...indexed, output: outputs })),
    functions: [...new Set(functions)].sort(),
  };
}

/** What is not made has no attributes: an output of it is null. */
function nullable(indexed: JsonObject, plain: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(indexed).map(([name, output]) => {
      const { value = null, ...others } = objectOf(output);
      const isSame = JSON.stringify(output) === JSON.stringify(plain[name]);
      return [name, isSame ? output : { ...others, value: tried(value) }];
    }),
  );
}

function tried(value: Json): Json {
  const [, expression] = (typeof value === 'string' && /^\$\{(.*)\}$/s.exec(value)) || [];
  return expression === undefined ? value : `\${try(${expression}, null)}`;
}

/** Zips by their names, and their hashes computed of the very files. */
function withZips(part: Json): Json {
  if (typeof part === 'string')
    return part.replace(ZIP, (_, name: string) => `\${path.module}/functions/${name}.zip`);
  if (Array.isArray(part)) return part.map((element: Json) => withZips(element));
  if (!isJsonObject(part)) return part;
  const [, zip] = new RegExp(ZIP, '').exec(String(part.filename)) ?? [];
  const hash = zip !== undefined && { source_code_hash: withHash(String(part.source_code_hash), zip) };
  return Object.fromEntries(members({ ...part, ...hash }).map(([name, value]) => [name, withZips(value)]));
}

/** Computed of the file, in place of what it was when this was synthesized. */
function withHash(text: string, zip: string): string {
  const hash = `filebase64sha256("\${path.module}/functions/${zip}.zip")`;
  return HASH.test(text) ? `\${${hash}}` : text.replace(QUOTED_HASH, hash);
}

function objectOf(part: Json | undefined): JsonObject {
  return isJsonObject(part) ? part : {};
}
