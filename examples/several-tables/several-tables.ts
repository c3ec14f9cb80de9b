import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DynamodbChangeStream, SearchCollection, SearchIndexer, SearchIndices } from 'dynamodb-cdc';

export interface SeveralTablesProps {
  readonly collectionName: string;
  /** Lower-case: each table has an index of its own name. */
  readonly tableNames: readonly string[];
  /** @default nobody */
  readonly readers?: readonly string[];
  /** @default true */
  readonly deletionProtection?: boolean;
}

/** One collection, with an index and a function for each table. */
export class SeveralTables extends TerraformStack {
  constructor(scope: Construct, id: string, props: SeveralTablesProps) {
    super(scope, id);
    const { collectionName, tableNames, readers = [], deletionProtection = true } = props;
    new AwsProvider(this, 'aws');
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

    const collection = new SearchCollection(this, 'collection', {
      collectionName,
      readers,
      deletionProtection,
    });
    const indices = new SearchIndices(this, 'indices', {
      collection,
      indices: tableNames.map((indexName) => ({ indexName })),
      bootstrapFunctionName: `${collectionName}-bootstrap`,
    });
    for (const tableName of tableNames) {
      const table = { tableName, deletionProtection };
      const changeStream = new DynamodbChangeStream(this, `${tableName}-changes`, table, ['NEW_IMAGE']);
      new SearchIndexer(this, `${tableName}-indexer`, {
        changeStream,
        indices,
        routes: [{ indexName: tableName }],
        functionName: `${tableName}-search-indexer`,
        deletionProtection,
      });
    }
    new TerraformOutput(this, 'collection_endpoint', { value: collection.endpoint });
    new TerraformOutput(this, 'dashboard_endpoint', { value: collection.dashboardEndpoint });
  }
}
