import { Token } from 'cdktf';
import type { ModuleVariable } from '../../modules/terraform-module/module-variable';

/** How a prop is given as a variable. */
export interface Kind {
  /** The variable's type. */
  readonly type: string;
  /** What the construct takes for it. */
  readonly valueOf: (variable: ModuleVariable) => unknown;
  /** Of a prop whose default the docstring does not state as a value. @default null */
  readonly default?: string | readonly string[];
  /** What has to be known beyond the docstring of the prop. */
  readonly note?: string;
}

export const text: Kind = { type: 'string', valueOf: ({ stringValue }) => stringValue };
export const number: Kind = { type: 'number', valueOf: ({ numberValue }) => numberValue };
export const flag: Kind = { type: 'bool', valueOf: ({ booleanValue }) => booleanValue };
/** A list, of which none is the same as an empty one. */
export const list: Kind = { type: 'list(string)', valueOf: ({ listValue }) => listValue, default: [] };
/** A list that may not be empty. */
export const names: Kind = { type: 'list(string)', valueOf: ({ listValue }) => listValue };
export const textMap: Kind = {
  type: 'map(string)',
  valueOf: ({ reference }) => Token.asAny(reference),
};
/** What has no fixed form: a text of JSON. */
export const json: Kind = {
  type: 'string',
  valueOf: ({ reference }) => Token.asAny(reference),
  note: 'A text of JSON: write it with `jsonencode`.',
};
