/** A value as JSON inside a Terraform string: template markers inside of it are made plain text. */
export function literalJson(value: object): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}
