import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { ref, Token } from 'cdktf';
import { Construct } from 'constructs';
import { choose, conditional, dynamicBlocks } from '../conditions';
import type { ResolvedArchiveFormat } from './archive-format';

export interface ChangesTableProps {
  readonly databaseName: string;
  readonly tableName: string;
  readonly format: ResolvedArchiveFormat;
  /** Where the partitions lie: `s3://…/`. */
  readonly location: string;
}

interface Column {
  /** As Glue has it: in lower case. */
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  /** As a line has it. */
  readonly key: string;
}

/** The members of a line. Images are read as their JSON text: `json_extract_scalar(new, '$.id')`. */
const COLUMNS: readonly Column[] = [
  { name: 'eventname', type: 'string', comment: 'INSERT, MODIFY or REMOVE', key: 'eventName' },
  { name: 'table', type: 'string', comment: 'The DynamoDB table', key: 'table' },
  { name: 'at', type: 'bigint', comment: 'When it changed, in microseconds since 1970', key: 'at' },
  { name: 'sequencenumber', type: 'string', comment: "The stream's", key: 'sequenceNumber' },
  { name: 'keys', type: 'string', comment: 'The key, as JSON', key: 'keys' },
  { name: 'new', type: 'string', comment: 'The item after the change, as JSON', key: 'new' },
  { name: 'old', type: 'string', comment: 'The item before the change, as JSON', key: 'old' },
];

/** Partitions are computed, not listed: no crawler has to find them ("Partition projection", Athena user guide). */
const FIRST_DATE = '2020-01-01';

/** The archive as a table of Glue's catalog, partitioned by date. */
export class ChangesTable extends Construct {
  readonly database: GlueCatalogDatabase;
  readonly table: GlueCatalogTable;

  constructor(
    scope: Construct,
    id: string,
    { databaseName, tableName, format, location }: ChangesTableProps,
  ) {
    super(scope, id);
    this.database = new GlueCatalogDatabase(this, 'database', {
      name: databaseName,
      description: 'Changes of DynamoDB tables',
    });
    const { isParquet, isItem } = format;
    this.table = new GlueCatalogTable(this, 'Default', {
      databaseName: this.database.name,
      name: tableName,
      description: 'Each change of the DynamoDB table',
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        EXTERNAL: 'TRUE',
        classification: format.archiveFormat,
        'projection.enabled': 'true',
        'projection.date.type': 'date',
        'projection.date.format': 'yyyy-MM-dd',
        'projection.date.range': `${FIRST_DATE},NOW+1DAYS`,
        // Doubled, since Terraform would take it for its own.
        'storage.location.template': `${location}date=$\${date}/`,
      },
      partitionKeys: [{ name: 'date', type: 'string', comment: partitionComment(format) }],
      storageDescriptor: {
        location,
        inputFormat: choose(
          isParquet,
          'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          'org.apache.hadoop.mapred.TextInputFormat',
        ),
        outputFormat: choose(
          isParquet,
          'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        ),
        serDeInfo: serDe(format),
        ...(typeof isItem === 'boolean' && { columns: isItem ? ITEM_COLUMNS : CHANGE_COLUMNS }),
      },
    });
    if (typeof isItem !== 'boolean')
      dynamicBlocks(
        this.table,
        ['storage_descriptor', 'columns'],
        conditional(isItem, ITEM_COLUMNS, CHANGE_COLUMNS),
        COLUMN_OF_EACH,
      );
  }
}

const CHANGE_COLUMNS = COLUMNS.map(({ key: _, ...column }) => column);
/** A line that is an item has columns that only its owner knows: it is read whole. */
const ITEM_COLUMNS = [{ name: 'item', type: 'string', comment: 'The item after the change, as JSON' }];
const COLUMN_OF_EACH = {
  name: ref('columns.value.name'),
  type: ref('columns.value.type'),
  comment: ref('columns.value.comment'),
};

function serDe({ isParquet, isItem }: ResolvedArchiveFormat) {
  if (isParquet === true) return { serializationLibrary: PARQUET_SERDE };
  const parameters = Token.asStringMap(choose(isItem, REGEX, keyMappings('mapping.')));
  return {
    serializationLibrary: choose(isParquet, PARQUET_SERDE, choose(isItem, REGEX_SERDE, JSON_SERDE)),
    parameters: Token.asStringMap(choose(isParquet, {}, parameters)),
  };
}

const REGEX: Record<string, string> = { 'input.regex': '(.*)' };
const PARQUET_SERDE = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
const REGEX_SERDE = 'org.apache.hadoop.hive.serde2.RegexSerDe';
const JSON_SERDE = 'org.openx.data.jsonserde.JsonSerDe';

/** The keys of a line by the columns that are spelt otherwise. */
export function keyMappings(prefix = ''): Record<string, string> {
  return Object.fromEntries(
    COLUMNS.filter(({ name, key }) => name !== key).map(({ name, key }) => [`${prefix}${name}`, key]),
  );
}

function partitionComment({ isDynamic }: ResolvedArchiveFormat): string {
  return choose(isDynamic, 'The day of the change, UTC', 'The day of its arrival, UTC');
}
