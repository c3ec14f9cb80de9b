import { UsageError } from '../../usage-error';
import { entries, type Path, type Value, valueAt } from './value';

/** What Terraform does to a resource. `forget` leaves it as it is, and out of the state. */
export type Kind = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'read' | 'no-op';

/** An entry of `resource_changes` ("JSON Output Format", Terraform documentation). */
export interface ResourceChange {
  readonly address: string;
  /** Where it was before a `moved` block. */
  readonly previousAddress?: string;
  /** Of an object that an earlier apply left behind. */
  readonly deposed?: string;
  readonly type: string;
  readonly kind: Kind;
  readonly isImported: boolean;
  /** For example `replace_because_cannot_update`. */
  readonly actionReason?: string;
  /** The attributes that force it to be replaced. */
  readonly replacePaths: readonly Path[];
  /** Undefined where there is no resource then. */
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly afterUnknown: Value | undefined;
  readonly beforeSensitive: Value | undefined;
  readonly afterSensitive: Value | undefined;
}

/** What `terraform show -json` says of a saved plan, as far as it is reviewed. */
export interface Plan {
  readonly changes: readonly ResourceChange[];
  /** What was changed outside of Terraform. */
  readonly drift: readonly ResourceChange[];
  /** Planning failed: the rest of the plan is missing. */
  readonly isErrored: boolean;
  /** False where something is left for another plan, for example with `-target`. */
  readonly isComplete: boolean;
}

const MEND = 'Make it with: terraform plan -out=plan && terraform show -json plan > plan.json';

/**
 * @param source what the text was read from, for the errors
 * @throws UsageError for what is not the JSON of a plan
 */
export function parsePlan(text: string, source: string): Plan {
  const plan = planJson(text, source);
  const format = valueAt(plan, ['format_version']);
  if (typeof format !== 'string')
    throw new UsageError(`${source} is no plan: it has no format_version. ${MEND}`);
  // 0.1 and 0.2 are those of Terraform 0.12 to 1.0.
  if (!/^[01]\./.test(format))
    throw new UsageError(
      `${source} is a plan of the format ${JSON.stringify(format)}, but must be of 0 or 1. Use a newer dynamodb-cdc, or an older Terraform.`,
    );
  if (valueAt(plan, ['values']) !== undefined)
    throw new UsageError(`${source} is a state, not a plan. ${MEND}`);
  return {
    changes: entries(valueAt(plan, ['resource_changes'])).map((change) => resourceChange(change, source)),
    drift: entries(valueAt(plan, ['resource_drift'])).map((change) => resourceChange(change, source)),
    isErrored: valueAt(plan, ['errored']) === true,
    isComplete: valueAt(plan, ['complete']) !== false,
  };
}

function planJson(text: string, source: string): Value {
  if (text.trim() === '') throw new UsageError(`${source} is empty. ${MEND}`);
  if (text.startsWith('PK'))
    throw new UsageError(`${source} is the saved plan itself, not its JSON. ${MEND}`);
  try {
    return JSON.parse(text);
  } catch {
    const isLog = /^\s*\{"@level"/.test(text);
    throw new UsageError(
      `${source} is ${isLog ? 'the log of "terraform plan -json", not a plan' : 'not JSON'}. ${MEND}`,
    );
  }
}

function resourceChange(entry: Value, source: string): ResourceChange {
  const address = text(entry, 'address');
  const type = text(entry, 'type');
  const change = valueAt(entry, ['change']);
  const actions = entries(valueAt(change, ['actions']));
  if (address === undefined || type === undefined || actions.length === 0)
    throw new UsageError(
      `${source} has a resource change without address, type and actions: it is no plan. ${MEND}`,
    );
  const previousAddress = text(entry, 'previous_address');
  const deposed = text(entry, 'deposed');
  const actionReason = text(entry, 'action_reason');
  return {
    address,
    type,
    kind: kindOf(actions),
    isImported: valueAt(change, ['importing']) !== undefined,
    replacePaths: entries(valueAt(change, ['replace_paths'])).map((path) =>
      entries(path).filter(
        (step): step is string | number => typeof step === 'string' || typeof step === 'number',
      ),
    ),
    before: valueAt(change, ['before']),
    after: valueAt(change, ['after']),
    afterUnknown: valueAt(change, ['after_unknown']),
    beforeSensitive: valueAt(change, ['before_sensitive']),
    afterSensitive: valueAt(change, ['after_sensitive']),
    ...(previousAddress !== undefined && previousAddress !== address && { previousAddress }),
    ...(deposed !== undefined && { deposed }),
    ...(actionReason !== undefined && { actionReason }),
  };
}

function text(entry: Value, name: string): string | undefined {
  const value = valueAt(entry, [name]);
  return typeof value === 'string' ? value : undefined;
}

/** Replacing is two actions, in either order; the old one may be left behind, too. */
function kindOf(actions: readonly Value[]): Kind {
  const has = (action: Kind) => actions.includes(action);
  if (has('create') && (has('delete') || has('forget'))) return 'replace';
  const known = ['delete', 'forget', 'create', 'update', 'read'] as const;
  return known.find(has) ?? 'no-op';
}
