import { findings } from '../../../cli/review/finding';
import { parsePlan } from '../../../cli/review/plan/plan';
import type { Value } from '../../../cli/review/plan/value';

type Attributes = { readonly [name: string]: Value };

/** An entry of `resource_changes`, as Terraform writes it. */
export interface ChangeJson {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly previous_address?: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Value;
    readonly after: Value;
    readonly after_unknown?: Value;
    readonly before_sensitive?: Value;
    readonly after_sensitive?: Value;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: { readonly id: string };
  };
}

type More = Partial<Omit<ChangeJson, 'change' | 'type'>> & Partial<ChangeJson['change']>;

function change(
  type: string,
  actions: readonly string[],
  before: Value,
  after: Value,
  more: More = {},
): ChangeJson {
  const {
    address = `${type}.it`,
    mode = 'managed',
    previous_address,
    deposed,
    action_reason,
    ...rest
  } = more;
  return {
    address,
    type,
    mode,
    ...(previous_address !== undefined && { previous_address }),
    ...(deposed !== undefined && { deposed }),
    ...(action_reason !== undefined && { action_reason }),
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...rest },
  };
}

export const made = (type: string, after: Attributes, more?: More) =>
  change(type, ['create'], null, after, more);

export const changed = (type: string, before: Attributes, after: Attributes, more?: More) =>
  change(type, ['update'], { id: 'it', ...before }, { id: 'it', ...after }, more);

export const replaced = (type: string, before: Attributes, after: Attributes, more?: More) =>
  change(type, ['delete', 'create'], { id: 'it', ...before }, after, more);

export const destroyed = (type: string, before: Attributes = {}, more?: More) =>
  change(type, ['delete'], { id: 'it', ...before }, null, more);

export function planJson(...changes: readonly ChangeJson[]): string {
  return JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: changes });
}

/** The codes of the findings, in their order. */
export function codesOf(...changes: readonly ChangeJson[]): string[] {
  return findings(parsePlan(planJson(...changes), 'plan')).map(({ rule }) => rule.code);
}

/** A policy document as Terraform has it: a text. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
