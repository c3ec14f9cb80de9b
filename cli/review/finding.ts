import type { Plan, ResourceChange } from './plan/plan';
import type { Difference } from './rules/difference';
import type { Rule } from './rules/rule';
import { RULES } from './rules/rules';

/** What one rule says of one resource. */
export interface Finding {
  readonly rule: Rule;
  readonly address: string;
  readonly differences: readonly Difference[];
}

/** All that is dangerous in a plan: rule by rule, in the order of the plan; one for each rule and address. */
export function findings(plan: Plan, rules: readonly Rule[] = RULES): readonly Finding[] {
  return rules.flatMap((rule) => {
    const byAddress = new Map<string, Difference[]>();
    for (const change of plan.changes) {
      const found = differences(rule, change, plan);
      if (found.length > 0)
        byAddress.set(change.address, [...(byAddress.get(change.address) ?? []), ...found]);
    }
    return Array.from(byAddress, ([address, differences]) => ({ rule, address, differences }));
  });
}

function differences(rule: Rule, change: ResourceChange, plan: Plan): Difference[] {
  return rule.checks.flatMap((check) => check(change, plan));
}
