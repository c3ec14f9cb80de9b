import { getExpressionAst, type TFExpressionSyntaxTree } from '@cdktf/hcl2json';
import { expect } from 'chai';
import type { Json } from '../../../terraform/hcl';
import { isJsonObject } from '../../../terraform/hcl/json';

/** Members that are strings in the JSON syntax, and expressions in HCL. */
const BARE = /^variable\.[^.]+\.type$|\.depends_on\.\d+$|\.ignore_changes\.\d+$|\.iterator$/;
/** Members that are no templates in the JSON syntax. */
const LITERAL = /^variable\.[^.]+\.(description|default)\b|^output\.[^.]+\.description$/;

/**
 * Expects that HCL, as HashiCorp's parser reads it, says what the JSON says. The parser gives a list for each block,
 * and `${ }` around each expression.
 */
export async function expectSameMeaning(hcl: Json, json: Json, path = ''): Promise<void> {
  if (Array.isArray(hcl) && isJsonObject(json)) {
    expect(hcl, path).to.have.length(1);
    return expectSameMeaning(hcl[0] ?? null, json, path);
  }
  if (isJsonObject(hcl) && isJsonObject(json)) {
    const names = (members: object): string[] => Object.keys(members).filter((name) => name !== '//');
    expect(names(hcl), path).to.have.members(names(json));
    for (const name of names(json))
      await expectSameMeaning(hcl[name] ?? null, json[name] ?? null, path === '' ? name : `${path}.${name}`);
    return;
  }
  if (Array.isArray(hcl) && Array.isArray(json)) {
    expect(hcl, path).to.have.length(json.length);
    for (const [at, element] of hcl.entries()) await expectSameMeaning(element, json[at], `${path}.${at}`);
    return;
  }
  if (typeof hcl !== 'string' || typeof json !== 'string') expect(hcl, path).to.equal(json);
  else if (LITERAL.test(path)) expect(hcl, path).to.equal(json.replace(/[$%](?=\{)/g, '$&$&'));
  else if (hcl !== json)
    expect(
      await meaning(wholeExpression(hcl) ?? (BARE.test(path) ? hcl : templated(hcl))),
      `${path}: ${hcl}`,
    ).to.deep.equal(await meaning(wholeExpression(json) ?? (BARE.test(path) ? json : templated(json))));
}

/** A text with expressions in it, without escapes. */
function templated(text: string): string {
  return /[$%]\{/.test(text) ? `<<TEMPLATE\n${text}\nTEMPLATE\n` : JSON.stringify(text);
}

function wholeExpression(text: string): string | undefined {
  return /^\$\{(.*)\}$/s.exec(text)?.[1];
}

/** The expression's tree, without what is only spelling. */
async function meaning(expression: string): Promise<unknown> {
  const tree = await getExpressionAst('expression.tf', expression);
  expect(tree, expression).to.not.equal(null);
  return simplified(tree);
}

/** @param asText whether it is a part of a text: a conditional one the parser writes as a directive, whose branches are texts */
function simplified(node: TFExpressionSyntaxTree.ExpressionType | null, asText = false): unknown {
  if (node === null) return null;
  const { meta, children } = node;
  // Parentheses have no type and no meta.
  const type: string = node.type;
  const [only] = children;
  const isSingle = only !== undefined && children.length === 1;
  if ((type === 'templateWrap' || type === '') && isSingle) return simplified(only, asText);
  if (type === 'template' && asText && isSingle) return simplified(only, asText);
  const own = Object.entries(meta ?? {}).filter(([name]) => MEANT.has(name));
  if (type === 'literalValue') return [type, asText && 'value' in meta ? String(meta.value) : meta];
  if (type === 'object')
    return {
      type,
      // The parser gives them in no order.
      keys: Object.keys('items' in meta ? meta.items : {})
        .map((key) => key.replace(/^"([\w-]*)"$/, '$1'))
        .sort(),
      values: children.filter((_, at) => at % 2 === 1).map((child) => simplified(child)),
    };
  const areTexts = type === 'template' || (asText && type === 'conditional');
  return { type, own, children: children.map((child) => simplified(child, areTexts)) };
}

const MEANT = new Set([
  'name',
  'expandedFinalArgument',
  'fullAccessor',
  'operator',
  'keyVar',
  'valVar',
  'groupedValue',
]);
