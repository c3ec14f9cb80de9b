import { Fn, type IResolvable, Op, ref, Token } from 'cdktf';
import { variableOf } from '../terraform-module/module-variable';
import { conditional } from './conditional';

/** True or false; in a Terraform module perhaps an expression that Terraform finds to be one of them. */
export type Condition = boolean | IResolvable;

const NULL = ref('null');

/** Whether what hangs on it may be there: unless it is known to be false. */
export function isPossible(condition: Condition | undefined): boolean {
  return condition !== undefined && condition !== false;
}

/** Whether the prop has a value. Only of a module's variable it is Terraform that knows: that one may be null. */
export function isGiven(value: unknown): Condition {
  if (value === undefined) return false;
  const variable = variableOf(value);
  return variable?.isOptional ? Op.neq(variable.reference, NULL) : true;
}

/** Whether the list has an element. */
export function hasElements(list: readonly string[]): Condition {
  return Token.isUnresolved(list) && variableOf(list) !== undefined
    ? Op.gte(Fn.lengthOf(list), 1)
    : list.length > 0;
}

export function isEqual(value: string, other: string): Condition {
  return Token.isUnresolved(value) ? Op.eq(value, other) : value === other;
}

export function not(condition: Condition): Condition {
  return typeof condition === 'boolean' ? !condition : Op.not(condition);
}

export function both(one: Condition, other: Condition): Condition {
  if (typeof one === 'boolean') return one && other;
  if (typeof other === 'boolean') return other && one;
  return Op.and(one, other);
}

export function either(one: Condition, other: Condition): Condition {
  if (typeof one === 'boolean') return one || other;
  if (typeof other === 'boolean') return other || one;
  return Op.or(one, other);
}

/** One of two values; of texts and numbers, `undefined` is Terraform's null. */
export function choose(condition: Condition, yes: number, no: number): number;
export function choose(
  condition: Condition,
  yes: boolean | undefined,
  no: boolean | undefined,
): Condition | undefined;
export function choose<T extends string | undefined>(condition: Condition, yes: T, no: T): T | string;
export function choose<T extends object>(condition: Condition, yes: T, no: T): T | IResolvable;
export function choose(condition: Condition, yes: unknown, no: unknown): unknown {
  if (typeof condition === 'boolean') return condition ? yes : no;
  const chosen = conditional(condition, yes, no);
  if (typeof yes === 'number') return Token.asNumber(chosen);
  return typeof (yes ?? no) === 'string' ? Token.asString(chosen) : chosen;
}

/** The value, or what is taken where there is none. */
export function orElse(value: number | undefined, otherwise: number): number;
export function orElse<T extends string>(value: T | undefined, otherwise: T): T | string;
export function orElse(value: Condition | undefined, otherwise: Condition): Condition;
export function orElse(value: unknown, otherwise: unknown): unknown {
  if (value === undefined) return otherwise;
  const given = isGiven(value);
  if (given === true) return value;
  if (typeof value === 'number' && typeof otherwise === 'number') return choose(given, value, otherwise);
  const chosen = conditional(given, value, otherwise);
  return typeof value === 'string' ? Token.asString(chosen) : chosen;
}
