/**
 * The value inside of a Terraform expression `${jsonencode(…)}` whose references are plain ones; each of those
 * becomes the text `${reference}`.
 */
export function jsonEncoded<T>(expression: unknown): T {
  const [, hcl] = /^\$\{jsonencode\(([\s\S]*)\)\}$/.exec(String(expression)) ?? [];
  if (hcl === undefined) throw new Error(`not a jsonencode expression: ${expression}`);
  return JSON.parse(hcl.replace(/"(?:[^"\\]|\\.)*"|=|[A-Za-z_][\w.-]*/g, asJson));
}

function asJson(token: string): string {
  if (token === '=') return ':';
  return token.startsWith('"') || ['true', 'false', 'null'].includes(token) ? token : `"\${${token}}"`;
}
