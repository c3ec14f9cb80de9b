import type { Construct } from 'constructs';
import type { Condition, Filter } from '../../functions/route/route';
import { InvalidPropError, isRecord } from '../validation';

const COMPARISONS: readonly unknown[] = ['=', '<', '<=', '>', '>='];

/** What a filter must be, as it reads after "must be"; what its attributes' must be, and those's elements. */
export const FILTER_WORDS = {
  mend: 'Give for each attribute a list of conditions, such as {"status": ["open", {"exists": false}]}.',
  filter: 'an object of one attribute or more',
  conditions: 'a list of one condition or more',
  condition:
    'a string, a number, true, false, null, {"prefix": "…"}, {"suffix": "…"}, {"anything-but": […]}, {"numeric": ["<", 1, …]} or {"exists": true or false}',
};

/** Throws an `InvalidPropError` for a filter that the functions could not follow. */
export function checkFilter(scope: Construct, filter: Filter): void {
  const { mend } = FILTER_WORDS;
  if (!isRecord(filter) || Object.keys(filter).length === 0)
    throw new InvalidPropError(scope, {
      prop: 'filter',
      value: filter,
      allowed: FILTER_WORDS.filter,
      mend,
    });
  for (const [attribute, conditions] of Object.entries(filter)) {
    const prop = `filter of "${attribute}"`;
    if (!Array.isArray(conditions) || conditions.length === 0)
      throw new InvalidPropError(scope, {
        prop,
        value: conditions,
        allowed: FILTER_WORDS.conditions,
        mend,
      });
    for (const condition of conditions) {
      if (isCondition(condition)) continue;
      throw new InvalidPropError(scope, {
        prop,
        value: condition,
        allowed: FILTER_WORDS.condition,
        mend,
      });
    }
  }
}

function isCondition(condition: Condition): boolean {
  if (isScalar(condition)) return true;
  if (!isRecord(condition) || Object.keys(condition).length !== 1) return false;
  const [[operator, operand]] = Object.entries(condition) as [[string, unknown]];
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return typeof operand === 'string' && operand !== '';
    case 'exists':
      return typeof operand === 'boolean';
    case 'anything-but':
      return Array.isArray(operand) && operand.length > 0 && operand.every(isScalar);
    case 'numeric':
      return (
        Array.isArray(operand) &&
        operand.length > 0 &&
        operand.length % 2 === 0 &&
        operand.every(isComparison)
      );
    default:
      return false;
  }
}

/** Comparisons and numbers by turns. */
function isComparison(part: unknown, i: number): boolean {
  return i % 2 === 0 ? COMPARISONS.includes(part) : Number.isFinite(part);
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || Number.isFinite(value) || typeof value === 'boolean' || value === null;
}
