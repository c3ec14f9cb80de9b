import type { Construct } from 'constructs';
import type { Condition } from '../conditions';
import { checkCombination, checkText, superfluous, type TextRule } from '../validation';

interface StreamArn {
  readonly prop: string;
  readonly value: string | undefined;
  readonly rule: TextRule;
  /** The prop that decides whether what has the stream is made: `createStream`. */
  readonly createProp: string;
  readonly create: Condition;
}

/** Throws an `InvalidPropError` for what is no stream's ARN, and for one of a stream that is made here. */
export function checkStreamArn(scope: Construct, { prop, value, rule, createProp, create }: StreamArn): void {
  checkText(scope, prop, value, rule);
  if (value === undefined) return;
  checkCombination(scope, create, { prop, value, ...superfluous(createProp, prop) });
}
