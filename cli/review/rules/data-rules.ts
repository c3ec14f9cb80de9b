import { entries, isEqual, type Value, valueAt } from '../plan/value';
import {
  attribute,
  becomes,
  changedOrTakenOut,
  gone,
  isNothing,
  lowered,
  on,
  switchedOff,
  switchedOn,
  takenAway,
} from './checks';
import { difference } from './difference';
import { collectionKeyChange, keyChange } from './encryption-key';
import { isOfGone } from './existing';
import { expirations } from './expirations';
import { replacement } from './replacement';
import type { Rule } from './rule';
import { holdingOf, STATEFUL } from './stateful-types';

const BUCKET = { type: 'aws_s3_bucket', attribute: 'bucket' };
const PROTECTIONS = ['deletion_protection_enabled', 'deletion_protection', 'enable_deletion_protection'];
const FORCES = ['force_destroy', 'force_delete', 'skip_final_snapshot', 'delete_automated_backups'];
const ENCRYPTION_SWITCHES = ['storage_encrypted', 'encrypted', 'at_rest_encryption_enabled'];

function isKms(algorithm: Value | undefined): boolean {
  return String(algorithm).startsWith('aws:kms');
}

/** Terraform's 0 is for ever. */
function keptShorter(before: Value | undefined, after: Value | undefined): boolean {
  return (
    typeof after === 'number' && after > 0 && (isNothing(before) || before === 0 || lowered(before, after))
  );
}

/** A number in a text, as environment variables are. */
function numberLowered(before: Value | undefined, after: Value | undefined): boolean {
  return lowered(Number(before), Number(after));
}

export const DATA_RULES: readonly Rule[] = [
  {
    code: 'destroys-data',
    room: 'data',
    title: 'What holds data is destroyed',
    why: 'What it holds goes with it, and no apply brings it back.',
    mend: 'Keep the resource in the configuration. Where it has another address now, say so with a moved block; where it goes to another state, take it out with a removed block.',
    checks: [
      on(STATEFUL, ['delete'], (change, plan) => [
        ...gone(STATEFUL)(change, plan),
        { sentence: `what goes with it: ${holdingOf(change.type)}` },
      ]),
      // A copy of the table, not the table.
      attribute('aws_dynamodb_table', ['replica'], (before, after) =>
        entries(before).some(
          (replica) =>
            !entries(after).some((other) =>
              isEqual(valueAt(other, ['region_name']), valueAt(replica, ['region_name'])),
            ),
        ),
      ),
    ],
  },
  {
    code: 'replaces-data',
    room: 'data',
    title: 'What holds data is replaced by an empty one',
    why: 'The old one is destroyed with what it holds; the new one begins empty, whichever of the two comes first.',
    mend: 'Take back the change of the attribute that cannot be changed in place. To keep both: give the new one an address of its own, move the data, and destroy the old one in another plan.',
    checks: [
      on(STATEFUL, ['replace'], (change) => [
        replacement(change),
        { sentence: `what goes with the old one: ${holdingOf(change.type)}` },
      ]),
    ],
  },
  {
    code: 'forgets-data',
    room: 'data',
    title: 'What holds data is not managed any more',
    why: 'The resource stays, but Terraform neither protects it nor keeps its settings from now on.',
    mend: 'Take the removed block back, or acknowledge it where another state takes the resource.',
    checks: [on(STATEFUL, ['forget'], () => [{ sentence: 'Terraform forgets it, and leaves it as it is' }])],
  },
  {
    code: 'destroys-logs',
    room: 'data',
    title: 'A log group is destroyed or replaced',
    why: 'Its log lines go with it: what happened until now cannot be looked up any more.',
    mend: 'Export the lines that are still wanted, or keep the log group. It is replaced when the function has another name.',
    checks: [
      (change, plan) =>
        valueAt(change.before, ['skip_destroy']) === true
          ? []
          : gone('aws_cloudwatch_log_group')(change, plan),
      // With its group it is that one that counts.
      (change, plan) =>
        isOfGone(change, plan, { type: 'aws_cloudwatch_log_group', attribute: 'log_group_name' })
          ? []
          : gone('aws_cloudwatch_log_stream')(change, plan),
    ],
  },
  {
    code: 'removes-deletion-protection',
    room: 'data',
    title: 'A protection against deletion is switched off',
    why: 'The next mistake destroys the resource with what it holds, where it would have been refused.',
    mend: 'Leave the protection on (CDC_DELETION_PROTECTION, deletionProtection); switch it off in the change that destroys the resource, if at all.',
    checks: [
      ...PROTECTIONS.map((name) =>
        attribute('*', [name], (before, after) => switchedOff(before, after) || before === 'ACTIVE'),
      ),
      ...FORCES.map((name) => attribute('*', [name], switchedOn)),
      attribute('aws_s3_bucket_object_lock_configuration', ['rule'], changedOrTakenOut),
      gone('aws_backup_vault_lock_configuration'),
    ],
  },
  {
    code: 'removes-backups',
    room: 'data',
    title: 'Backups are switched off or kept for less time',
    why: 'An item that was changed or deleted by mistake cannot be had back any more.',
    mend: 'Leave point-in-time recovery and the backups on.',
    checks: [
      attribute('aws_dynamodb_table', ['point_in_time_recovery', 0, 'enabled'], switchedOff),
      attribute('aws_dynamodb_table', ['point_in_time_recovery', 0, 'recovery_period_in_days'], lowered),
      attribute('*', ['backup_retention_period'], lowered),
      gone(['aws_backup_plan', 'aws_backup_selection', 'aws_s3_bucket_replication_configuration']),
    ],
  },
  {
    code: 'shortens-retention',
    room: 'data',
    title: 'Something is kept for less time',
    why: 'What is older is deleted at once or soon. A change that a consumer has not read within the retention of its stream is missed.',
    mend: 'Leave the retention as it is, or longer. Of a stream: as long as a consumer may be down, weekends included.',
    checks: [
      attribute('aws_kinesis_stream', ['retention_period'], lowered),
      attribute('aws_cloudwatch_log_group', ['retention_in_days'], keptShorter),
      attribute('aws_sqs_queue', ['message_retention_seconds'], lowered),
      attribute('aws_kms_key', ['deletion_window_in_days'], lowered),
      attribute(
        'aws_lambda_function',
        ['environment', 0, 'variables', 'TOMBSTONE_RETENTION_HOURS'],
        numberLowered,
      ),
      expirations,
      on('aws_opensearchserverless_lifecycle_policy', ['create', 'update', 'replace'], (change) => [
        difference(change, ['policy']),
      ]),
    ],
  },
  {
    code: 'expires-items',
    room: 'data',
    title: 'Items of the table begin to expire',
    why: 'DynamoDB deletes each item whose attribute has a time in the past, and index and archive follow.',
    mend: 'Acknowledge it where the attribute was made for that; else leave time to live off.',
    checks: [
      attribute('aws_dynamodb_table', ['ttl', 0, 'enabled'], switchedOn),
      attribute(
        'aws_dynamodb_table',
        ['ttl', 0, 'attribute_name'],
        (before, after) => !isNothing(before) && !isNothing(after),
      ),
    ],
  },
  {
    code: 'suspends-versioning',
    room: 'data',
    title: 'The versioning of a bucket is suspended',
    why: 'An object that is replaced or deleted from now on is gone.',
    mend: 'Leave versioning on (CDC_ARCHIVE_VERSIONING); let old versions expire by a lifecycle rule.',
    checks: [
      attribute(
        'aws_s3_bucket_versioning',
        ['versioning_configuration', 0, 'status'],
        (before) => before === 'Enabled',
      ),
      attribute('aws_s3_bucket', ['versioning', 0, 'enabled'], switchedOff),
      takenAway('aws_s3_bucket_versioning', BUCKET),
    ],
  },
  {
    code: 'weakens-encryption',
    room: 'data',
    title: 'Encryption is switched off or weakened',
    why: 'What is written from now on is readable for more people than before, or in the clear.',
    mend: 'Leave the encryption as it is, or with a key of your own.',
    checks: [
      attribute('aws_dynamodb_table', ['server_side_encryption', 0, 'enabled'], switchedOff),
      attribute('aws_kinesis_stream', ['encryption_type'], becomes('NONE')),
      attribute(
        'aws_kinesis_firehose_delivery_stream',
        ['server_side_encryption', 0, 'enabled'],
        switchedOff,
      ),
      // A key of one's own takes the place of SQS's.
      on('aws_sqs_queue', ['update', 'replace'], (change, plan) =>
        isNothing(valueAt(change.after, ['kms_master_key_id']))
          ? attribute('*', ['sqs_managed_sse_enabled'], switchedOff)(change, plan)
          : [],
      ),
      attribute(
        'aws_s3_bucket_server_side_encryption_configuration',
        ['rule', 0, 'apply_server_side_encryption_by_default', 0, 'sse_algorithm'],
        (before, after) => isKms(before) && !isKms(after),
      ),
      takenAway('aws_s3_bucket_server_side_encryption_configuration', BUCKET),
      attribute('aws_kms_key', ['enable_key_rotation'], switchedOff),
      ...ENCRYPTION_SWITCHES.map((name) => attribute('*', [name], switchedOff)),
      attribute('*', ['transit_encryption_enabled'], switchedOff),
    ],
  },
  {
    code: 'changes-encryption-key',
    room: 'data',
    title: 'The key that encrypts is another one, or none',
    why: 'What the old key encrypted is read with it still: whoever reads needs both. A role without permission on the new key fails.',
    mend: 'Keep the key, or let all readers and writers use both first, and never delete the old one while anything is encrypted with it.',
    checks: [
      keyChange('aws_dynamodb_table', ['server_side_encryption', 0, 'kms_key_arn']),
      keyChange('aws_kinesis_stream', ['kms_key_id']),
      keyChange('aws_sqs_queue', ['kms_master_key_id']),
      keyChange('aws_cloudwatch_log_group', ['kms_key_id']),
      keyChange('aws_lambda_function', ['kms_key_arn']),
      keyChange('aws_kinesis_firehose_delivery_stream', ['server_side_encryption', 0, 'key_arn']),
      keyChange('aws_kinesis_firehose_delivery_stream', ['extended_s3_configuration', 0, 'kms_key_arn']),
      keyChange('aws_s3_bucket_server_side_encryption_configuration', [
        'rule',
        0,
        'apply_server_side_encryption_by_default',
        0,
        'kms_master_key_id',
      ]),
      attribute('aws_kms_alias', ['target_key_id'], changedOrTakenOut),
      collectionKeyChange,
    ],
  },
  {
    code: 'disables-key',
    room: 'data',
    title: 'A key is disabled',
    why: 'Nothing that it encrypted can be read or written while it is.',
    mend: 'Leave the key enabled.',
    checks: [
      attribute('aws_kms_key', ['is_enabled'], switchedOff),
      attribute(['aws_kms_external_key', 'aws_kms_replica_key'], ['enabled'], switchedOff),
    ],
  },
];
