import type { Expression } from './expression';
import { isJsonObject, type Json } from './json';
import { parseExpression, parseTemplate } from './parse-template';
import { literalString, wholeExpression } from './template';

/**
 * What an argument's value in the JSON syntax means: each string is a template.
 * @throws UnreadableExpressionError
 */
export function expressionOf(value: Json): Expression {
  return convert(value, stringExpression);
}

/** The same where strings are no templates: in what Terraform reads before it evaluates anything. */
export function literalOf(value: Json): Expression {
  return convert(value, literalString);
}

/** What is an address or a keyword, in the JSON syntax a string. @throws UnreadableExpressionError */
export function referenceOf(value: Json): Expression {
  if (Array.isArray(value)) return { kind: 'tuple', elements: value.map(referenceOf) };
  if (typeof value !== 'string') return expressionOf(value);
  return wholeExpression(parseTemplate(value)) ?? parseExpression(value);
}

function stringExpression(text: string): Expression {
  const parts = parseTemplate(text);
  return wholeExpression(parts) ?? { kind: 'template', parts };
}

function convert(value: Json, stringOf: (text: string) => Expression): Expression {
  if (typeof value === 'string') return stringOf(value);
  if (Array.isArray(value))
    return { kind: 'tuple', elements: value.map((element: Json) => convert(element, stringOf)) };
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, member]) => ({
      key: keyOf(stringOf(key)),
      value: convert(member, stringOf),
    }));
    return { kind: 'object', entries };
  }
  return { kind: 'word', text: JSON.stringify(value) };
}

function keyOf(expression: Expression): Expression {
  return expression.kind === 'template' ? expression : { kind: 'group', inner: expression };
}
