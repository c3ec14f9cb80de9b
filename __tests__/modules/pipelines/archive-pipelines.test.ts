import { App, TerraformStack, Testing } from 'cdktf';
import { expect } from 'chai';
import type { Construct } from 'constructs';
import { KinesisToS3 } from '../../../modules/pipelines/kinesis-to-s3';
import { KinesisToSearch } from '../../../modules/pipelines/kinesis-to-search';
import { StreamsToS3 } from '../../../modules/pipelines/streams-to-s3';
import { InvalidPropError } from '../../../modules/validation';
import { jsonEncoded } from '../json-encoded';
import { type Resource, Synthesized } from '../synthesized';

/** Props as JavaScript, or an untyped settings file, may give them. */
type Untyped = Readonly<Record<string, unknown>>;

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('KinesisToS3', () => {
  describe('with nothing but the name of its table', () => {
    const stack = kinesisToS3();
    const delivery: { processing_configuration?: unknown } = deliveryOf(stack);

    it('lets Firehose read the Kinesis stream, and a function make lines of its records', () => {
      expect(stack.resource('aws_kinesis_firehose_delivery_stream')).to.include({ name: 'orders-archive' });
      expect(stack.resource('aws_kinesis_firehose_delivery_stream')).to.have.nested.property(
        'kinesis_source_configuration.kinesis_stream_arn',
        reference(stack, 'aws_kinesis_stream', 'arn'),
      );
      expect(JSON.stringify(delivery.processing_configuration)).to.match(
        /LambdaArn.*transformer.*\.arn\}:\$LATEST/,
      );
      expect(variables(stack, 'transformer_function')).to.have.all.keys('TABLE_NAME', 'CANARY_BUCKET');
    });

    it('compresses, and puts the lines of a day into a partition of their own', () => {
      expect(delivery).to.include({
        compression_format: 'GZIP',
        buffering_size: 64,
        buffering_interval: 300,
        prefix: 'changes/table=orders/date=!{timestamp:yyyy-MM-dd}/',
        error_output_prefix: 'errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/',
      });
      expect(delivery).to.not.have.any.keys(
        'dynamic_partitioning_configuration',
        'data_format_conversion_configuration',
      );
    });

    it('lets no change in before Firehose was seen to read', () => {
      const invocation = only(stack, 'aws_lambda_invocation');
      expect(String(stack.resource('aws_dynamodb_kinesis_streaming_destination').depends_on)).to.equal(
        `aws_lambda_invocation.${invocation.name}`,
      );
      expect(JSON.stringify(invocation.resource.input)).to.match(
        /deliveryStreamArn.*aws_kinesis_firehose_delivery_stream/,
      );
      expect(JSON.stringify(invocation.resource.triggers)).to.match(/aws_kinesis_firehose_delivery_stream/);
    });

    it('is a table of Athena at once, its partitions computed', () => {
      expect(stack.resource('aws_glue_catalog_database').name).to.equal('orders_archive');
      const table = stack.resource('aws_glue_catalog_table');
      expect(table.parameters).to.include({
        'projection.enabled': 'true',
        'projection.date.type': 'date',
        classification: 'json',
      });
      expect(JSON.stringify(table.parameters)).to.match(/changes\/table=orders\/date=\$\$\{date\}\//);
      expect(columns(table)).to.deep.equal([
        'eventname',
        'table',
        'at',
        'sequencenumber',
        'keys',
        'new',
        'old',
      ]);
    });

    it('is not replaced by mistake: another delivery stream begins at what is new then', () => {
      expect(stack.resource('aws_kinesis_firehose_delivery_stream').lifecycle).to.deep.equal({
        prevent_destroy: true,
      });
    });

    it('keeps its bucket encrypted, private, versioned, and not to be deleted with objects in it', () => {
      expect(stack.resource('aws_s3_bucket').force_destroy).to.equal(false);
      expect(stack.resource('aws_s3_bucket_versioning').versioning_configuration).to.deep.equal({
        status: 'Enabled',
      });
      expect(
        JSON.stringify(stack.resource('aws_s3_bucket_server_side_encryption_configuration').rule),
      ).to.include('AES256');
      expect(stack.resource('aws_s3_bucket_public_access_block')).to.include({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
      expect(JSON.stringify(jsonEncoded(stack.resource('aws_s3_bucket_policy').policy))).to.include(
        'aws:SecureTransport',
      );
      expect(stack.types()).to.not.include('aws_s3_bucket_lifecycle_configuration');
    });
  });

  it('partitions by the day of the change itself, as the function tells it', () => {
    const stack = kinesisToS3({ archivePartitioning: 'change' });
    expect(deliveryOf(stack)).to.include({
      prefix: 'changes/table=orders/date=!{partitionKeyFromLambda:date}/',
    });
    expect(deliveryOf(stack)).to.have.nested.property('dynamic_partitioning_configuration.enabled', true);
    expect(variables(stack, 'transformer_function')).to.include({ PARTITION_KEYS: 'true' });
  });

  it('writes Parquet by the schema of the Glue table, with images as texts', () => {
    const stack = kinesisToS3({ archiveFormat: 'parquet' });
    const delivery = deliveryOf(stack);
    expect(delivery).to.include({ compression_format: 'UNCOMPRESSED', buffering_size: 64 });
    expect(delivery).to.have.nested.property(
      'data_format_conversion_configuration.schema_configuration.table_name',
      reference(stack, 'aws_glue_catalog_table', 'name'),
    );
    expect(variables(stack, 'transformer_function')).to.include({ IMAGES: 'text' });
    expect(stack.resource('aws_iam_role_policy', 'delivery-stream_role-policy').policy).to.include(
      'glue:GetTableVersions',
    );
  });

  it('archives items alone, and those of a filter only', () => {
    const stack = kinesisToS3({ archiveLine: 'item', filter: { state: ['open'] } });
    expect(variables(stack, 'transformer_function')).to.include({
      LINE: 'item',
      FILTER: JSON.stringify({ state: ['open'] }),
    });
    expect(columns(stack.resource('aws_glue_catalog_table'))).to.deep.equal(['item']);
  });

  it('takes keys, retention and names', () => {
    const stack = kinesisToS3({
      archiveKmsKeyArn: KEY,
      archiveRetentionDays: 400,
      archiveVersioning: false,
      deliveryStreamName: 'Orders.Archive',
      archiveTableName: 'history',
    });
    expect(deliveryOf(stack)).to.include({ kms_key_arn: KEY });
    expect(stack.resource('aws_s3_bucket').bucket_prefix).to.equal('orders-archive-');
    expect(stack.resource('aws_s3_bucket_versioning').versioning_configuration).to.deep.equal({
      status: 'Suspended',
    });
    expect(JSON.stringify(stack.resource('aws_s3_bucket_lifecycle_configuration').rule)).to.include(
      '"days":400',
    );
    expect(stack.resource('aws_glue_catalog_database').name).to.equal('orders_archive');
    expect(stack.resource('aws_glue_catalog_table').name).to.equal('history');
  });

  it('takes any table: a bucket has no dots, and a description of a function 256 characters at most', () => {
    const names = {
      streamName: 'changes',
      deliveryStreamName: 'archive',
      functionName: 'transformer',
      canaryFunctionName: 'canary',
    };
    const stack = kinesisToS3({ tableName: '_.My..Orders_V1.2', ...names });
    expect(stack.resource('aws_s3_bucket').bucket_prefix).to.equal('my--orders-v1-2-archive-');
    const long = kinesisToS3({ tableName: 'x'.repeat(255), ...names });
    for (const { description } of long.resources('aws_lambda_function'))
      expect(description).to.have.lengthOf.at.most(256);
  });

  for (const [props, sentence] of [
    [{ archiveFormat: 'orc' }, /archiveFormat is "orc", but must be one of json, parquet/],
    [
      { archiveFormat: 'parquet', archiveCompression: 'GZIP' },
      /archiveCompression is "GZIP", but must be left out when archiveFormat is parquet.*Leave archiveCompression out/,
    ],
    [
      { archiveFormat: 'parquet', archiveLine: 'item' },
      /archiveLine is "item", but must be change when archiveFormat is parquet/,
    ],
    [
      { archiveFormat: 'parquet', bufferingSizeMb: 63 },
      /bufferingSizeMb is 63, but must be a whole number from 64 to 128\./,
    ],
    [
      { archivePartitioning: 'change', bufferingSizeMb: 5 },
      /bufferingSizeMb is 5, .* from 64 to 128\. .*64 at least/,
    ],
    [
      { archivePartitioning: 'change', bufferingIntervalSeconds: 59 },
      /bufferingIntervalSeconds is 59, .* from 60 to 900/,
    ],
    [{ bufferingIntervalSeconds: 901 }, /bufferingIntervalSeconds is 901, .* from 0 to 900/],
    [{ bufferingSizeMb: 0 }, /bufferingSizeMb is 0, .* from 1 to 128/],
    [{ archivePartitioning: 'day' }, /archivePartitioning is "day", but must be one of arrival, change/],
    [{ archiveCompression: 'ZIP' }, /archiveCompression is "ZIP", but must be one of GZIP, UNCOMPRESSED/],
    [{ archiveVersioning: 'no' }, /archiveVersioning is "no", but must be true or false/],
    [{ archiveRetentionDays: 0 }, /archiveRetentionDays is 0, .* from 1 to 36500/],
    [{ archiveKmsKeyArn: 'alias/x' }, /archiveKmsKeyArn is "alias\/x"/],
    [
      { deliveryStreamName: 'x'.repeat(65) },
      /deliveryStreamName is "x+", but must be 1 to 64 characters \(it has 65\)/,
    ],
    [{ databaseName: 'My-Db' }, /databaseName is "My-Db", but must be .*lower-case letters, digits and "_"/],
    [{ archiveTableName: 'a-b' }, /archiveTableName is "a-b"/],
    [{ filter: { a: 'x' } }, /filter of "a" is "x", but must be a list of one condition or more/],
    [{ timeoutSeconds: 301 }, /timeoutSeconds is 301, but must be a whole number from 1 to 300/],
    [{ functionName: 'x'.repeat(60) }, /canaryFunctionName is "x+-canary", but must be .*\(it has 67\)/],
    [{ reservedConcurrency: 0 }, /reservedConcurrency is 0, .* from 1 to 100000\. Leave it out/],
    [{ otherConsumers: -1 }, /otherConsumers is -1, .* from 0 to 1000/],
  ] as const)
    it(`refuses ${JSON.stringify(props).slice(0, 80)}`, () => {
      expect(() => kinesisToS3(props)).to.throw(InvalidPropError, sentence);
    });
});

describe('StreamsToS3', () => {
  it("forwards the changes of the table's own stream, which carries both images", () => {
    const stack = streamsToS3();
    expect(stack.resource('aws_dynamodb_table')).to.include({ stream_view_type: 'NEW_AND_OLD_IMAGES' });
    expect(stack.resource('aws_lambda_event_source_mapping')).to.include({
      maximum_record_age_in_seconds: 82_800,
    });
    expect(variables(stack, 'forwarder_function')).to.have.all.keys(
      'TABLE_NAME',
      'DELIVERY_STREAM_NAME',
      'PARKING_BUCKET',
      'PARKING_QUEUE_URL',
    );
  });

  it('encrypts what lies in Firehose, and has no other function there', () => {
    const stack = streamsToS3();
    expect(stack.resource('aws_kinesis_firehose_delivery_stream').server_side_encryption).to.deep.equal({
      enabled: true,
      key_type: 'AWS_OWNED_CMK',
    });
    expect(deliveryOf(stack)).to.not.have.any.keys('processing_configuration');
  });

  it('partitions by the day of the change itself, as Firehose reads it in the line', () => {
    const delivery: { processing_configuration?: unknown } = deliveryOf(
      streamsToS3({ archivePartitioning: 'change' }),
    );
    expect(delivery).to.include({ prefix: 'changes/table=orders/date=!{partitionKeyFromQuery:date}/' });
    expect(JSON.stringify(delivery.processing_configuration)).to.include('strftime');
  });

  for (const [props, sentence] of [
    [
      { archiveLine: 'item', archivePartitioning: 'change' },
      /archivePartitioning is "change", but must be arrival when archiveLine is item/,
    ],
    [{ enhancedFanOut: true }, /enhancedFanOut is true, but must be false for a DynamoDB stream/],
  ] as const)
    it(`refuses ${JSON.stringify(props)}`, () => {
      expect(() => streamsToS3(props)).to.throw(InvalidPropError, sentence);
    });
});

describe('consumers of one Kinesis stream', () => {
  for (const [what, add, warned] of [
    ['one function', toSearch({}), undefined],
    ['one function and one other', toSearch({ otherConsumers: 1 }), undefined],
    [
      'one function and two others',
      toSearch({ otherConsumers: 2 }),
      /^3 consumers share the stream: .*2 MB a second.*enhancedFanOut/,
    ],
    [
      'Firehose and five others',
      toS3({ otherConsumers: 5 }),
      /^6 consumers share the stream: .*fewer than one read a second/,
    ],
    [
      'a function with a throughput of its own and two others',
      toSearch({ enhancedFanOut: true, otherConsumers: 2 }),
      undefined,
    ],
  ] as const)
    it(`${what}: ${warned ? 'warned of' : 'no warning'}`, () => {
      const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
      add(stack);
      const warnings = stack.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === '@cdktf/warn')
        .map(({ data }) => String(data));
      if (warned === undefined) expect(warnings).to.deep.equal([]);
      else expect(warnings.join()).to.match(warned);
    });
});

function kinesisToS3(props: Untyped = {}): Synthesized {
  return Synthesized.of(toS3(props));
}

function toS3(props: Untyped) {
  return (scope: Construct) => new KinesisToS3(scope, 'pipeline', { tableName: 'orders', ...props });
}

function toSearch(props: Untyped) {
  return (scope: Construct) =>
    new KinesisToSearch(scope, 'pipeline', { tableName: 'orders', collectionName: 'orders', ...props });
}

function streamsToS3(props: Untyped = {}): Synthesized {
  return Synthesized.of((scope) => new StreamsToS3(scope, 'pipeline', { tableName: 'orders', ...props }));
}

function deliveryOf(stack: Synthesized): object {
  const { extended_s3_configuration: configuration } = stack.resource('aws_kinesis_firehose_delivery_stream');
  if (typeof configuration === 'object' && configuration !== null) return configuration;
  throw new TypeError('the delivery stream has no destination');
}

function variables(stack: Synthesized, nameEnd: string): object {
  const { environment } = stack.resource('aws_lambda_function', nameEnd);
  return (environment as { variables: object }).variables;
}

function columns(table: Resource): string[] {
  const { columns } = table.storage_descriptor as { columns: { name: string }[] };
  return columns.map(({ name }) => name);
}

/** The one resource of a type, with the whole of its name. */
function only(stack: Synthesized, type: string): { name: string; resource: Resource } {
  const [[name, resource] = ['', {}], ...others] = Object.entries(stack.json.resource?.[type] ?? {});
  expect(others, type).to.deep.equal([]);
  return { name, resource };
}

function reference(stack: Synthesized, type: string, attribute: string): string {
  return `\${${type}.${only(stack, type).name}.${attribute}}`;
}
