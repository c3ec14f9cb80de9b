import { type Condition, choose } from './condition';

/**
 * An attribute of what is made, or of what was there already: of the one that there is, or, of both, of the one that
 * Terraform finds there.
 */
export function eitherOf<Made, Existing>(
  condition: Condition,
  made: Made | undefined,
  existing: Existing | undefined,
  attribute: (resource: Made | Existing) => string,
): string {
  if (made !== undefined && existing !== undefined)
    return choose(condition, attribute(made), attribute(existing));
  const only = made ?? existing;
  if (only === undefined) throw new TypeError('there is a resource, or one was there already');
  return attribute(only);
}
