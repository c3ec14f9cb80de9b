/** What JSON.parse gives. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A body's members, without comments: the JSON syntax has them under "//". */
export function members(value: Json | undefined): [name: string, value: Json][] {
  return isJsonObject(value) ? Object.entries(value).filter(([name]) => name !== '//') : [];
}

/** Where the JSON syntax takes one or a list. */
export function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}
