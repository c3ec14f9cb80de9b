import { ConfigurationError } from '../errors/configuration-error';

/**
 * Reads variables of the function's environment.
 * Each reader throws a {@link ConfigurationError} that names the variable, its value and what is allowed.
 */
export type Variables = Readonly<Record<string, string | undefined>>;

export function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value) return value;
  throw new ConfigurationError(
    `The environment variable ${name} is not set. The function cannot work without it.`,
  );
}

export function requiredUrl(variables: Variables, name: string): URL {
  const value = required(variables, name);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new ConfigurationError(
    `The environment variable ${name} is "${value}". It must be a URL that begins with https:// or http://.`,
  );
}

export function numberBetween(
  variables: Variables,
  name: string,
  range: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const value = variables[name];
  if (value === undefined || value === '') return range.default;
  const number = Number(value);
  if (number >= range.min && number <= range.max) return number;
  throw new ConfigurationError(
    `The environment variable ${name} is "${value}". It must be a number from ${range.min} to ${range.max}.`,
  );
}

export function flag(variables: Variables, name: string, absent: { readonly default: boolean }): boolean {
  const value = variables[name];
  if (value === undefined || value === '') return absent.default;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigurationError(`The environment variable ${name} is "${value}". It must be true or false.`);
}

/** A variable's value as one of a few words; the first is the default. */
export function oneOf<T extends string>(variables: Variables, name: string, words: readonly [T, ...T[]]): T {
  const value = variables[name];
  if (value === undefined || value === '') return words[0];
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  throw new ConfigurationError(
    `The environment variable ${name} is "${value}". It must be ${words.join(' or ')}.`,
  );
}
