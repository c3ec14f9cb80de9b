/** Of props by which one construct is given to another, and of others whose docstrings leave to the code what they are. */
export const PART_DESCRIPTIONS: Readonly<Record<string, string>> = {
  changeStream: 'The changes to follow.',
  collection: 'Where the indices are.',
  archive: 'Where the changes go.',
  deliveryStream: 'The Firehose stream into it.',
  transformer: 'The function that Firehose asks for lines.',
  function: 'The function that is handed the changes.',
  indices: 'The indices that it writes to, or clears.',
  tableName: 'The table whose changes it keeps.',
  tableArn: 'Its ARN.',
  environment: 'Its environment variables.',
  kmsKeyArn: 'The KMS key of the bucket.',
};
