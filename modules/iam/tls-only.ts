import type { PolicyStatement } from './policy-document';

/** Denies a service's every action to everyone who does not come by TLS: the one place for wildcards. */
export function tlsOnly(action: 's3:*' | 'sqs:*', resources: readonly string[]): PolicyStatement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principals: '*',
    actions: [action],
    resources,
    conditions: { Bool: { 'aws:SecureTransport': ['false'] } },
  };
}
