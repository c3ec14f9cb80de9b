import { ACCESS_RULES } from './access-rules';
import { CHANGE_RULES } from './change-rules';
import { DATA_RULES } from './data-rules';
import type { Room, Rule } from './rule';

/** All rules, in the order in which findings are told. */
export const RULES: readonly Rule[] = [...DATA_RULES, ...CHANGE_RULES, ...ACCESS_RULES];

export const ROOMS: readonly (readonly [room: Room, title: string])[] = [
  ['data', 'Data may be lost'],
  ['changes', 'Changes may be missed'],
  ['access', 'Access is widened'],
];
