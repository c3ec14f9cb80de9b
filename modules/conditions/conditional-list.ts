import { Fn } from 'cdktf';
import { type Condition, isPossible } from './condition';
import { conditional } from './conditional';

/** An element of a list, and when it is one. */
export type ConditionalElement<T> = readonly [element: T, when: Condition];

/** Those elements whose conditions hold: a list, or, where Terraform decides, an expression that is one. */
export function conditionalList<T>(elements: readonly ConditionalElement<T>[]): T[] {
  const possible = elements.filter(([, when]) => isPossible(when));
  if (possible.every(([, when]) => when === true)) return possible.map(([element]) => element);
  return Fn.concat(
    possible.map(([element, when]) => (when === true ? [element] : conditional(when, [element], []))),
  );
}
