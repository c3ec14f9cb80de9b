import { ITSELF, type Selection } from './policy-document';
import type { Grant } from './widening';

export interface GrantText {
  readonly verb: string;
  /** Who may do what, on what. */
  readonly what: string;
}

/** In words; actions that differ in nothing else are told together. */
export function grantTexts(grants: readonly Grant[]): readonly GrantText[] {
  const groups = new Map<string, [Grant, ...Grant[]]>();
  for (const grant of grants) {
    const { isAllow, principal, resource, lostConditions, action } = grant;
    const key = JSON.stringify([isAllow, principal, resource, lostConditions, action.isNot]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [grant]);
    else group.push(grant);
  }
  return Array.from(groups.values(), grantText);
}

function grantText(group: readonly [Grant, ...Grant[]]): GrantText {
  const [{ isAllow, principal, resource, lostConditions, conditions }] = group;
  const who = isItself(principal) ? '' : `${selectionText(principal)}: `;
  const actions = [...new Set(group.map(({ action }) => selectionText(action)))].join(', ');
  const where = isItself(resource) ? '' : ` on ${selectionText(resource)}`;
  const conditioned = conditions.size > 0 ? `, if ${[...conditions.keys()].join(' and ')}` : '';
  const allows = lostConditions ? 'allows under looser conditions' : 'allows';
  const denies = lostConditions ? 'denies only under more conditions' : 'no longer denies';
  return { verb: isAllow ? allows : denies, what: `${who}${actions}${where}${conditioned}` };
}

function isItself({ isNot, patterns }: Selection): boolean {
  return !isNot && patterns.length === 1 && patterns[0] === ITSELF;
}

function selectionText({ isNot, patterns }: Selection): string {
  return isNot ? `everything but ${patterns.join(', ')}` : patterns.join(', ');
}
