import { isList, type Value, valueAt } from '../plan/value';

/** Any of the patterns, or, of `NotAction` and its like, everything but them. */
export interface Selection {
  readonly isNot: boolean;
  readonly patterns: readonly string[];
}

/** Operator and key, to the values. */
export type Conditions = ReadonlyMap<string, readonly string[]>;

/** A statement of an IAM policy, of an identity or of a resource. */
export interface Statement {
  readonly isAllow: boolean;
  /** Whose they are, where the policy is an identity's. */
  readonly principals: Selection;
  readonly actions: Selection;
  /** Empty where the policy is a role's own, of trust. */
  readonly resources: Selection;
  readonly conditions: Conditions;
}

/** In place of what a policy does not name. */
export const ITSELF = '';

/** The statements of a policy document; undefined where the text is none. */
export function policyStatements(text: Value | undefined): readonly Statement[] | undefined {
  if (text === undefined || text === '') return [];
  const document = parsed(text);
  const statement = valueAt(document, ['Statement']);
  if (statement === undefined) return undefined;
  return (isList(statement) ? statement : [statement]).map(statementOf);
}

export function parsed(text: Value): Value | undefined {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statementOf(statement: Value): Statement {
  return {
    isAllow: valueAt(statement, ['Effect']) === 'Allow',
    principals: selection(statement, 'Principal', principals),
    actions: selection(statement, 'Action', texts),
    resources: selection(statement, 'Resource', texts),
    conditions: conditionsOf(valueAt(statement, ['Condition'])),
  };
}

function selection(
  statement: Value,
  name: string,
  patterns: (value: Value | undefined) => readonly string[],
): Selection {
  const not = valueAt(statement, [`Not${name}`]);
  if (not !== undefined) return { isNot: true, patterns: patterns(not) };
  const found = patterns(valueAt(statement, [name]));
  return { isNot: false, patterns: found.length === 0 ? [ITSELF] : found };
}

/** One or a list. */
export function texts(value: Value | undefined): readonly string[] {
  return (isList(value) ? value : value === undefined ? [] : [value]).map(String);
}

/** `*` is anyone, as `{"AWS": "*"}` is; an account's number is its root. */
function principals(value: Value | undefined): readonly string[] {
  if (value === '*') return ['*'];
  if (typeof value !== 'object' || value === null || isList(value)) return texts(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    texts(names).map((name) => {
      if (kind !== 'AWS') return `${kind}: ${name}`;
      return /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name;
    }),
  );
}

function conditionsOf(value: Value | undefined): Conditions {
  if (typeof value !== 'object' || value === null || isList(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([operator, keys]) =>
      typeof keys === 'object' && keys !== null && !isList(keys)
        ? Object.entries(keys).map(([key, values]): [string, readonly string[]] => [
            `${operator} ${key.toLowerCase()}`,
            texts(values),
          ])
        : [],
    ),
  );
}
