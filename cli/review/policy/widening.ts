import { patternCovers } from './pattern';
import type { Conditions, Selection, Statement } from './policy-document';

/** What one principal may do to one resource, or, as a denial that is gone, was kept from. */
export interface Grant {
  readonly isAllow: boolean;
  readonly principal: Selection;
  readonly action: Selection;
  readonly resource: Selection;
  readonly conditions: Conditions;
  /** It was allowed before, under conditions. */
  readonly lostConditions: boolean;
}

/**
 * What the statements after allow and those before did not: by their meaning, whatever their order, number and spelling.
 * A denial that is gone counts, too. Where it cannot be told, it counts.
 */
export function widening(before: readonly Statement[], after: readonly Statement[]): readonly Grant[] {
  const allowed = before.filter(({ isAllow }) => isAllow);
  const denied = after.filter(({ isAllow }) => !isAllow);
  return [
    ...after.filter(({ isAllow }) => isAllow).flatMap((statement) => uncovered(statement, allowed)),
    ...before.filter(({ isAllow }) => !isAllow).flatMap((statement) => uncovered(statement, denied)),
  ];
}

/** The parts of a statement that none of the others has as a whole. */
function uncovered(statement: Statement, others: readonly Statement[]): Grant[] {
  return grantsOf(statement)
    .filter(
      (grant) =>
        !others.some((other) => covers(other, grant) && isLooser(other.conditions, grant.conditions)),
    )
    .map((grant) => ({ ...grant, lostConditions: others.some((other) => covers(other, grant)) }));
}

/** Every principal with every action on every resource. */
export function grantsOf({ isAllow, principals, actions, resources, conditions }: Statement): Grant[] {
  return single(principals).flatMap((principal) =>
    single(actions).flatMap((action) =>
      single(resources).map((resource) => ({
        isAllow,
        principal,
        action,
        resource,
        conditions,
        lostConditions: false,
      })),
    ),
  );
}

/** "Everything but" cannot be taken apart. */
function single(selection: Selection): readonly Selection[] {
  if (selection.isNot) return [selection];
  return selection.patterns.map((pattern) => ({ isNot: false, patterns: [pattern] }));
}

function covers(statement: Statement, { principal, action, resource }: Grant): boolean {
  return (
    selects(statement.principals, principal, isSamePrincipal) &&
    selects(statement.actions, action, isActionOf) &&
    selects(statement.resources, resource, patternCovers)
  );
}

type Covers = (pattern: string, other: string) => boolean;

function selects(selection: Selection, wanted: Selection, isCovered: Covers): boolean {
  const isIn = (pattern: string, patterns: readonly string[]) =>
    patterns.some((other) => isCovered(other, pattern));
  if (!selection.isNot && !wanted.isNot)
    return wanted.patterns.every((pattern) => isIn(pattern, selection.patterns));
  if (!selection.isNot) return selection.patterns.includes('*');
  // What it leaves out, the wanted leaves out as well.
  if (wanted.isNot) return selection.patterns.every((pattern) => isIn(pattern, wanted.patterns));
  return wanted.patterns.every((pattern) => !/[*?]/.test(pattern) && !isIn(pattern, selection.patterns));
}

/** IAM takes no part of a principal for another. */
function isSamePrincipal(principal: string, other: string): boolean {
  return principal === '*' || principal === other;
}

function isActionOf(pattern: string, action: string): boolean {
  return patternCovers(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether the conditions hold wherever the others do: each of them is there, with no more values. */
function isLooser(conditions: Conditions, others: Conditions): boolean {
  return Array.from(conditions).every(([key, values]) => {
    const given = others.get(key);
    if (given === undefined) return false;
    const isNegated = /^(For(All|Any)Values:)?\w*Not/.test(key);
    const [few, many] = isNegated ? [values, given] : [given, values];
    return few.every((value) => many.includes(value));
  });
}
