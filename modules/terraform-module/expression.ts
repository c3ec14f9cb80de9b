import { DefaultTokenResolver, StringConcat, Token, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';

/** A value as Terraform writes it in an expression: a literal, or what a token stands for. */
export function expressionOf(scope: Construct, value: unknown): string {
  if (!Token.isUnresolved(value)) return literal(value);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text = String(Tokenization.resolve(value, { scope, preparing: false, resolver }));
  return /^\$\{(.*)\}$/s.exec(text)?.[1] ?? text;
}

/** The same, as a part of another expression. */
export function operandOf(scope: Construct, value: unknown): string {
  const expression = expressionOf(scope, value);
  return /^[\w.-]+$/.test(expression) ? expression : `(${expression})`;
}

/** A value inside a template: as it is, or `${…}`. */
export function interpolated(scope: Construct, value: number | string): string {
  return Token.isUnresolved(value) ? `\${${expressionOf(scope, value)}}` : String(value);
}

/** A text, number, list or object without tokens as Terraform writes it: template markers are plain text. */
export function literal(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/[$%](?=\{)/g, '$&$&');
}

/** Whether the whole text matches, as an expression. */
export function matches(pattern: RegExp, text: string): string {
  return `can(regex(${literal(re2(pattern))}, ${text}))`;
}

/** A pattern in the words of RE2, which Terraform has: no more than the spelling of code points differs. */
function re2({ source }: RegExp): string {
  return source.replace(/\\u\{?([0-9a-fA-F]{4})\}?/g, '\\x{$1}').replaceAll('\\/', '/');
}

/** Those of the candidates for which the condition, of `each`, does not hold. */
export function wrongOnes(candidates: string, each: string, condition: string): string {
  return `[for ${each} in ${candidates} : ${each} if !(${condition})]`;
}

/** How many bytes a text has: those of its base64, three for each four characters without the padding. */
export function bytesOf(text: string): string {
  const base64 = `base64encode(${text})`;
  return `(length(${base64}) / 4 * 3 - length(regexall("=", ${base64})))`;
}
