import { Token } from 'cdktf';

/** A value as JSON inside a Terraform string: template markers inside of it are made plain text. */
export function literalJson(value: object): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}

/** The same of a value that may be a module's variable, which is JSON already. */
export function jsonText(value: object): string {
  return Token.isUnresolved(value) ? Token.asString(value) : literalJson(value);
}
