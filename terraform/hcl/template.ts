import type { Expression, Template, TemplateExpression } from './expression';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what cannot stand in a quoted string
const UNQUOTABLE = /["\\\u0000-\u001f\u007f\u2028\u2029\ufeff]/g;

/** Text as it stands between quotation marks; the markers of interpolations and directives stay what they are. */
export function escapeLiteral(text: string): string {
  return text.replace(
    UNQUOTABLE,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A string that is no template, wherever the JSON syntax takes none: descriptions, defaults, versions. */
export function literalString(text: string): TemplateExpression {
  const escaped = escapeLiteral(text).replace(/[$%](?=\{)/g, '$&$&');
  return { kind: 'template', parts: escaped === '' ? [] : [{ kind: 'literal', escaped }] };
}

/** The expression that the template is, whole and alone, if it is one: its value need not be a string. */
export function wholeExpression(parts: Template): Expression | undefined {
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'interpolation' ? only.expression : undefined;
}
