import type { ModuleVariable } from '../terraform-module/module-variable';
import { aboutVariables } from '../terraform-module/variable-name';
import { invalidSentence } from './invalid-sentence';

/** A prop's rule as Terraform states it of a module's variable: expressions without `${ }`, and templates. */
export interface VariableRule {
  /** An expression that is true of what is allowed. */
  readonly condition: string;
  /** Template: what is allowed, as it reads after "must be". */
  readonly allowed: string;
  /** Template: what to do about it. */
  readonly mend: string;
  /** Template: what is at fault. @default the variable's name */
  readonly prop?: string;
  /** An expression of the value at fault. @default the variable's value */
  readonly value?: string;
  /** Template of the value, in place of `value` as JSON. */
  readonly shown?: string;
  /** Whether null may be wrong too. @default false */
  readonly nullToo?: boolean;
  /** Whether the rules that the variable gets later build on it. @default false */
  readonly first?: boolean;
}

/** Has Terraform refuse what does not follow the rule, in the words of an `InvalidPropError`. */
export function addVariableRule(variable: ModuleVariable, rule: VariableRule): void {
  const { condition, allowed, mend, value = variable.name, prop = variable.friendlyUniqueId } = rule;
  // Terraform looks at the sentence even where all is well.
  const json = `try(jsonencode(${value}), "")`;
  const whole = rule.nullToo ? `\${${value} == null ? "missing" : ${json}}` : `\${${json}}`;
  const sentence = aboutVariables(invalidSentence(prop, rule.shown ?? whole, allowed, mend));
  if (rule.first) variable.requireFirst(condition, sentence);
  else if (rule.nullToo) variable.requireAlways(condition, sentence);
  else variable.require(condition, sentence);
}
