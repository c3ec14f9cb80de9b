/** Where terraform-aws-modules has a word of its own for what a prop says. */
const VOCABULARY: ReadonlyMap<string, string> = new Map([
  ['partitionKeyName', 'hash_key'],
  ['partitionKeyType', 'hash_key_type'],
  ['sortKeyName', 'range_key'],
  ['sortKeyType', 'range_key_type'],
  ['timeoutSeconds', 'timeout'],
  ['memorySizeMb', 'memory_size'],
  ['reservedConcurrency', 'reserved_concurrent_executions'],
  ['logRetentionDays', 'cloudwatch_logs_retention_in_days'],
  ['logKmsKeyArn', 'cloudwatch_logs_kms_key_id'],
  ['subnetIds', 'vpc_subnet_ids'],
  ['securityGroupIds', 'vpc_security_group_ids'],
  ['maximumBatchingWindowSeconds', 'maximum_batching_window_in_seconds'],
  ['maximumRecordAgeSeconds', 'maximum_record_age_in_seconds'],
  ['bufferingSizeMb', 'buffering_size'],
  ['bufferingIntervalSeconds', 'buffering_interval'],
]);

/** What the variable of a prop is called in a Terraform module: `batch_size` of `batchSize`. */
export function variableName(prop: string): string {
  return VOCABULARY.get(prop) ?? prop.replace(/[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** A text about props, as it reads of the variables of a Terraform module. */
export function aboutVariables(text: string): string {
  return text.replace(/(?<![\w./])[a-z]+(?:[A-Z][a-z0-9]*)+(?!\w)/g, variableName);
}
