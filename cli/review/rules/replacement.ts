import type { ResourceChange } from '../plan/plan';
import { pathText } from '../plan/value';
import type { Difference } from './difference';

/** That a resource is replaced, and why. */
export function replacement({ actionReason, replacePaths }: ResourceChange): Difference {
  const reason = (actionReason === undefined ? undefined : REASONS[actionReason]) ?? '';
  const paths = [...new Set(replacePaths.map(pathText))].filter((path) => path !== '');
  if (paths.length === 0) return { sentence: `it is replaced${reason}` };
  return {
    sentence: `it is replaced${reason}, for what cannot be changed in place:`,
    names: paths.join(', '),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: ', since it is tainted',
  replace_by_request: ', as -replace asks',
  replace_by_triggers: ', as replace_triggered_by asks',
};
