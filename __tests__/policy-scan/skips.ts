import type { Failure } from './checkov';

/** A policy that is not kept, and why that is as it should be. */
export interface Skip {
  /** As checkov numbers it: `CKV_AWS_18`. */
  readonly check: string;
  /** Whose addresses. */
  readonly resources: RegExp;
  readonly why: string;
  /** With these `CDC_…` variables the policy is kept: it is for the user to decide. */
  readonly settings?: readonly string[];
}

const FUNCTIONS = /^aws_lambda_function\./;
const BUCKETS = /^aws_s3_bucket\./;
const STAGE = /^aws_api_gateway_stage\.\w*items-api_stage_/;
const LOG_GROUPS = /^aws_cloudwatch_log_group\./;

/** Each policy that the stacks do not keep. */
export const SKIPS: readonly Skip[] = [
  // Keys of the user's own: without one, AWS encrypts with its own. A key costs money and can be lost with all that it encrypted.
  {
    check: 'CKV_AWS_119',
    resources: /^aws_dynamodb_table\./,
    why: 'The table is encrypted with a key that AWS owns, unless a KMS key is given.',
    settings: ['CDC_TABLE_KMS_KEY_ARN'],
  },
  {
    check: 'CKV_AWS_145',
    resources: BUCKETS,
    why: "The buckets are encrypted with S3's key, unless a KMS key is given.",
    settings: ['CDC_PARKING_KMS_KEY_ARN', 'CDC_ARCHIVE_KMS_KEY_ARN'],
  },
  {
    check: 'CKV_AWS_158',
    resources: LOG_GROUPS,
    why: "CloudWatch encrypts logs with its own key, unless a KMS key is given. The log lines hold no item's content.",
    settings: ['CDC_LOG_KMS_KEY_ARN'],
  },

  // How long things are kept.
  {
    check: 'CKV2_AWS_61',
    resources: BUCKETS,
    why: 'Nothing is deleted that nobody asked to delete: a parked change has no other copy, and an archive is the history.',
    settings: ['CDC_PARKING_RETENTION_DAYS', 'CDC_ARCHIVE_RETENTION_DAYS'],
  },
  {
    check: 'CKV_AWS_338',
    resources: LOG_GROUPS,
    why: 'The logs tell of batches, and are of no use after the stream has forgotten them; 30 days by default.',
    settings: ['CDC_LOG_RETENTION_DAYS'],
  },

  // The functions.
  {
    check: 'CKV_AWS_117',
    resources: /^aws_lambda_function\.(?!\w*items-api)/,
    why: 'A VPC is the answer to a collection that is reached through its endpoints only; a public one is guarded by signatures and its access policy.',
    settings: ['CDC_SUBNET_IDS', 'CDC_SECURITY_GROUP_IDS'],
  },
  {
    check: 'CKV_AWS_117',
    resources: /^aws_lambda_function\.\w*items-api/,
    why: 'It calls DynamoDB only, which is reached by its public, signed endpoint.',
  },
  {
    check: 'CKV_AWS_116',
    resources: FUNCTIONS,
    why: 'A dead-letter queue gets events of asynchronous invocations only. Event source mappings have an on-failure destination, Firehose, API Gateway and Terraform wait for the answer, and what a failed sweep left over the next one removes.',
  },
  {
    check: 'CKV_AWS_272',
    resources: FUNCTIONS,
    why: 'A code-signing configuration names a signing profile of the account, and is for zips that a signer makes. The zip is checked by its SHA-256.',
  },

  // The buckets.
  {
    check: 'CKV2_AWS_62',
    resources: BUCKETS,
    why: 'A queue is told of each parked change by the function; of the archive Firehose writes metrics, and whoever wants events adds them to the bucket.',
  },
  {
    check: 'CKV_AWS_18',
    resources: BUCKETS,
    why: 'Access logs need a bucket of the account beside it; data events of CloudTrail tell the same.',
  },
  {
    check: 'CKV_AWS_144',
    resources: BUCKETS,
    why: 'Replication needs a bucket in another Region, and doubles the cost; whoever wants it adds it to the bucket.',
  },

  // The items API.
  {
    check: 'CKV_AWS_73',
    resources: STAGE,
    why: 'X-Ray is billed by the trace, and is off unless asked for.',
    settings: ['CDC_TRACING'],
  },
  {
    check: 'CKV_AWS_76',
    resources: STAGE,
    why: 'API Gateway writes access logs only where the account has a role for it, which is a setting of the whole account.',
    settings: ['CDC_API_ACCESS_LOGS'],
  },
  {
    check: 'CKV2_AWS_4',
    resources: STAGE,
    why: "Execution logs need the same role of the account, and would hold the items' content.",
  },
  {
    check: 'CKV_AWS_120',
    resources: STAGE,
    why: 'A cache would answer with items as they were, right after they were changed.',
  },
  {
    check: 'CKV_AWS_225',
    resources: /^aws_api_gateway_method_settings\./,
    why: 'A cache would answer with items as they were, right after they were changed.',
  },
  {
    check: 'CKV2_AWS_29',
    resources: STAGE,
    why: 'The API takes signed requests of principals that IAM admits, and is throttled. A web ACL is of the account; it can be associated with the stage.',
  },
  {
    check: 'CKV2_AWS_51',
    resources: STAGE,
    why: 'A client certificate shows an HTTP backend who calls it; this one is a function, which admits this API only.',
  },
];

/** Failures that no skip is for: each as a sentence, with what to do. */
export function unlisted(failures: readonly Failure[], skips: readonly Skip[]): string[] {
  return failures
    .filter((failure) => !skips.some((skip) => isFor(skip, failure)))
    .map(
      ({ check, asks, plan, address }) =>
        `${plan}: ${address} does not keep ${check} (${asks}). Mend the construct, or list it in __tests__/policy-scan/skips.ts with the reason.`,
    );
}

/** Skips that are for no failure: each as a sentence, with what to do. */
export function unneeded(failures: readonly Failure[], skips: readonly Skip[]): string[] {
  return skips
    .filter((skip) => !failures.some((failure) => isFor(skip, failure)))
    .map(
      ({ check, resources }) =>
        `${check} is kept by all of ${resources}, or nothing is called so any more. Take it out of __tests__/policy-scan/skips.ts.`,
    );
}

function isFor({ check, resources }: Skip, failure: Failure): boolean {
  return check === failure.check && resources.test(failure.address);
}
