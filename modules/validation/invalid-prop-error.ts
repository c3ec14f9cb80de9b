import type { Construct } from 'constructs';
import { invalidSentence } from './invalid-sentence';
import { UserError } from './user-error';

export interface InvalidPropErrorProps {
  readonly prop: string;
  readonly value: unknown;
  /** What is allowed, as it reads after "must be": `a whole number from 1 to 10000`. */
  readonly allowed: string;
  /** What to do about it: a sentence. */
  readonly mend: string;
}

/** A prop that AWS, or the pipeline's promises, would not take; found at synth, before anything is deployed. */
export class InvalidPropError extends UserError {
  override readonly name = 'InvalidPropError';
  readonly prop: string;
  readonly value: unknown;

  constructor(scope: Construct, { prop, value, allowed, mend }: InvalidPropErrorProps) {
    super(`${scope.node.path}: ${invalidSentence(prop, quoted(value), allowed, mend)}`);
    this.prop = prop;
    this.value = value;
  }
}

function quoted(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  try {
    // Functions and symbols have no JSON; circular objects and bigints are refused by it.
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}
