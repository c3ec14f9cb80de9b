import fc from 'fast-check';
import { INVOCATION_FAULTS, type InvocationFault } from '../../execution-environments';
import { FAULTS, type Fault } from '../../faults';
import { SHARDS, TROUBLES, type Trouble } from './history';

/** Those that suit few bodies come oftener. */
const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  ...FAULTS.flatMap((name) => Array.from({ length: weightOf(name) }, () => name)),
);

function weightOf(name: Fault): number {
  return /^body |race|mixed|^none/.test(name) ? 5 : 2;
}

const invocationFault: fc.Arbitrary<InvocationFault> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('none' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...INVOCATION_FAULTS) },
);

/** Parking's are met only where something is parked. */
const trouble: fc.Arbitrary<Trouble> = fc.constantFrom(
  ...TROUBLES,
  ...TROUBLES,
  ...TROUBLES.filter((name) => /^s3|^sqs/.test(name)),
);

/** Batches are given up in few histories, so that most have to arrive whole. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** How a history is delivered, and what goes wrong with it. */
export const conditions = fc
  .record({
    mapping: fc.record({
      batchSize: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 30 })),
      parallelizationFactor: fc.integer({ min: 1, max: 3 }),
      bisectBatchOnFunctionError: fc.boolean(),
      maximumRetryAttempts: seldom(fc.integer({ min: 0, max: 2 })),
      maximumRecordAgeMs: seldom(fc.constantFrom(500, 1_500)),
    }),
    softDelete: fc.boolean(),
    timeoutMs: fc.constantFrom(5_000, 2_000, 1_200),
    trouble,
    troubleMs: fc.integer({ min: 50, max: 600 }),
    faults: fc.array(fault, { maxLength: 20, size: 'max' }),
    invocationFaults: fc.array(invocationFault, { maxLength: 6, size: 'max' }),
    shardCount: fc.integer({ min: 1, max: SHARDS }),
    /** The record from which on each shard is another one. */
    rolledAt: fc.option(fc.integer({ min: 1, max: 20 }), { freq: 2, nil: undefined }),
    arrivingMs: fc.constantFrom(0, 0, 1_500),
  })
  // Beside the age that they may have, the trouble has to be long.
  .map((taken) =>
    taken.mapping.maximumRecordAgeMs === undefined ? taken : { ...taken, troubleMs: taken.troubleMs + 400 },
  );

export type Conditions = typeof conditions extends fc.Arbitrary<infer T> ? T : never;
