import type { Proof, Proofs } from './proof';

export type StreamKind = 'kinesis' | 'dynamodb';

const READING: Readonly<Record<StreamKind, readonly string[]>> = {
  kinesis: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'],
  dynamodb: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
};

/** The proof of each action with which Lambda reads the stream. */
export function readingProofs(kind: StreamKind, proof: Proof): Proofs {
  return Object.fromEntries(READING[kind].map((action) => [`${kind}:${action}`, proof]));
}
