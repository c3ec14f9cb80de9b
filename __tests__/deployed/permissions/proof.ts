import type { Deployment } from '../deployment';

/**
 * Shows that a permission is needed. It is called while the permission is missing, provokes its use, and waits until
 * that has failed as it should; what it returns is called when the permission is back, and ends when all is well.
 */
export type Proof = (deployment: Deployment) => Promise<() => Promise<unknown>>;

export type Proofs = Readonly<Record<string, Proof>>;
