import { wrongOnes } from '../terraform-module/expression';
import type { ModuleVariable } from '../terraform-module/module-variable';
import { addVariableRule } from '../validation';
import { FILTER_WORDS } from './check-filter';

/** The filter that a module's variable is, if it is given, as the list that {@link addFilterRules} looks at. */
export function filtersOf({ name }: ModuleVariable): string {
  return `[${name}]`;
}

/**
 * Terraform's counterpart of `checkFilter`.
 * @param filters an expression of a list of filters, each a text of JSON
 */
export function addFilterRules(variable: ModuleVariable, filters: string): void {
  const { mend } = FILTER_WORDS;
  const noObjects = wrongOnes(filters, 'filter', 'try(length(keys(jsondecode(filter))) > 0, false)');
  addVariableRule(variable, {
    condition: `length(${noObjects}) == 0`,
    prop: 'filter',
    value: `try(jsondecode(${noObjects}[0]), ${noObjects}[0])`,
    allowed: FILTER_WORDS.filter,
    mend,
  });
  const attributes = `flatten([for filter in ${filters} : try([for attribute, conditions in jsondecode(filter) : { attribute = attribute, value = conditions }], [])])`;
  addPartRule(variable, attributes, isFilled('part.value'), FILTER_WORDS.conditions);
  const conditions = `flatten([for filter in ${filters} : try([for attribute, conditions in jsondecode(filter) : [for condition in conditions : { attribute = attribute, value = condition }]], [])])`;
  addPartRule(variable, conditions, isCondition('part.value'), FILTER_WORDS.condition);
}

/** @param parts an expression of a list of `{ attribute, value }` */
function addPartRule(variable: ModuleVariable, parts: string, condition: string, allowed: string): void {
  const wrong = wrongOnes(parts, 'part', condition);
  addVariableRule(variable, {
    condition: `length(${wrong}) == 0`,
    prop: `filter of \${try(jsonencode(${wrong}[0].attribute), "")}`,
    value: `${wrong}[0].value`,
    allowed,
    mend: FILTER_WORDS.mend,
  });
}

/** Terraform's lists, unlike its maps and texts, can be joined. */
function isFilled(value: string): string {
  return `try(length(concat(${value}, [])) > 0, false)`;
}

function isCondition(value: string): string {
  const operators: Readonly<Record<string, (operand: string) => string>> = {
    prefix: isText,
    suffix: isText,
    exists: (operand) => `contains(["true", "false"], jsonencode(${operand}))`,
    'anything-but': (operand) =>
      `(${isFilled(operand)} && alltrue([for scalar in ${operand} : ${isScalar('scalar')}]))`,
    numeric: (operand) =>
      `(${isFilled(operand)} && length(${operand}) % 2 == 0 && alltrue([for i, part in ${operand} : i % 2 == 0 ? contains(["=", "<", "<=", ">", ">="], part) : ${isNumber('part')}]))`,
  };
  const any = Object.entries(operators).map(
    ([name, isValid]) => `try(${isValid(`${value}["${name}"]`)}, false)`,
  );
  return `${isScalar(value)} || (try(length(keys(${value})) == 1, false) && anytrue([${any.join(', ')}]))`;
}

function isScalar(value: string): string {
  return `can(tostring(${value}))`;
}

/** A number would do for a text in Terraform; its JSON tells them apart. */
function isText(value: string): string {
  return `(length(jsonencode(${value})) > 2 && startswith(jsonencode(${value}), "\\""))`;
}

function isNumber(value: string): string {
  return `can(regex("^-?[0-9]", jsonencode(${value})))`;
}
