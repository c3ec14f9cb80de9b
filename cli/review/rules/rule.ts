import type { Plan, ResourceChange } from '../plan/plan';
import type { Difference } from './difference';

/** What is at stake. */
export type Room = 'data' | 'changes' | 'access';

/** What is dangerous about the change of one resource; nothing where it is harmless. */
export type Check = (change: ResourceChange, plan: Plan) => readonly Difference[];

/** A kind of finding. */
export interface Rule {
  /** By which it is acknowledged. */
  readonly code: string;
  readonly room: Room;
  /** What happens, as a sentence without its full stop. */
  readonly title: string;
  readonly why: string;
  readonly mend: string;
  readonly checks: readonly Check[];
}
