/** Of props that read otherwise where a module's variable is meant. */
export const VARIABLE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  createTable:
    'Makes the table; with false it must be there already, and stays as it is. A pipeline with a DynamoDB stream asks for one with new images then.',
  deletionProtection:
    'Refuses to delete a table that is made, and an archive or a parking bucket that still holds objects.',
  deliveryStreamRoleArn:
    'An IAM role for Firehose that was there already, with create_role = false; it needs the permissions that docs/permissions.md lists.',
  functionRoleArn:
    'An IAM role for all functions that was there already, with create_role = false; it needs the permissions that docs/permissions.md lists.',
  mappings: 'The mappings of indices, as OpenSearch takes them.',
  settings: 'The settings of indices; those that Serverless refuses are left out, with a warning.',
};

/** Of their defaults. */
export const DEFAULTS_IN_WORDS: Readonly<Record<string, string>> = {
  mappings: 'local.default_mappings, which refuse no ordinary item',
  settings: 'local.default_settings',
  routes: 'all items to index_name',
};
