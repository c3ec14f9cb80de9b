import { TerraformVariable } from 'cdktf';
import { expect } from 'chai';
import { KinesisToSearch, type KinesisToSearchProps } from '../../../modules/pipelines/kinesis-to-search';
import { jsonEncoded } from '../json-encoded';
import { type Resource, Synthesized } from '../synthesized';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('KinesisToSearch', () => {
  describe('with nothing but its two names', () => {
    const stack = pipeline();

    it('keys the table by the string "id" and names the rest after it', () => {
      const table = stack.resource('aws_dynamodb_table');
      expect(table).to.include({ name: 'orders', hash_key: 'id', billing_mode: 'PAY_PER_REQUEST' });
      expect(table.attribute).to.deep.equal([{ name: 'id', type: 'S' }]);
      expect(stack.resource('aws_kinesis_stream').name).to.equal('orders-changes');
      expect(stack.resource('aws_lambda_function', 'indexer_function')).to.include({
        function_name: 'orders-search-indexer',
        runtime: 'nodejs22.x',
        handler: 'index.handler',
        timeout: 120,
        memory_size: 512,
      });
    });

    it('times each change in microseconds', () => {
      const destination = stack.resource('aws_dynamodb_kinesis_streaming_destination');
      expect(destination.approximate_creation_date_time_precision).to.equal('MICROSECOND');
    });

    it('protects what holds state from deletion', () => {
      const isProtected = { prevent_destroy: true };
      expect(stack.resource('aws_dynamodb_table').deletion_protection_enabled).to.equal(true);
      expect(stack.resource('aws_kinesis_stream').lifecycle).to.deep.equal(isProtected);
      expect(stack.resource('aws_dynamodb_kinesis_streaming_destination').lifecycle).to.deep.equal(
        isProtected,
      );
      expect(stack.resource('aws_opensearchserverless_collection').lifecycle).to.deep.equal(isProtected);
      expect(stack.resource('aws_s3_bucket').force_destroy).to.equal(false);
    });

    it('can restore the table to any second', () => {
      expect(stack.resource('aws_dynamodb_table').point_in_time_recovery).to.deep.equal({ enabled: true });
    });

    it('encrypts table, stream, collection, parking bucket and queue', () => {
      expect(stack.resource('aws_dynamodb_table').server_side_encryption).to.deep.equal({ enabled: true });
      expect(stack.resource('aws_kinesis_stream')).to.include({ encryption_type: 'KMS' });
      expect(encryptionPolicy(stack)).to.deep.equal({
        Rules: [{ ResourceType: 'collection', Resource: ['collection/orders'] }],
        AWSOwnedKey: true,
      });
      expect(stack.resource('aws_s3_bucket_server_side_encryption_configuration').rule).to.deep.equal([
        { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' }, bucket_key_enabled: false },
      ]);
      expect(stack.resource('aws_sqs_queue').sqs_managed_sse_enabled).to.equal(true);
    });

    it('gives no change up before the stream is about to, and keeps what is given up', () => {
      const mapping = stack.resource('aws_lambda_event_source_mapping');
      expect(mapping).to.include({
        starting_position: 'TRIM_HORIZON',
        batch_size: 1000,
        maximum_batching_window_in_seconds: 1,
        parallelization_factor: 1,
        bisect_batch_on_function_error: true,
        maximum_retry_attempts: -1,
        maximum_record_age_in_seconds: 167 * 3600,
      });
      expect(mapping.function_response_types).to.deep.equal(['ReportBatchItemFailures']);
      expect(JSON.stringify(mapping.destination_config)).to.match(/aws_s3_bucket\..*parking.*\.arn/);
    });

    it('makes the index before the first change is read', () => {
      const mapping = stack.resource('aws_lambda_event_source_mapping');
      expect(String(mapping.depends_on)).to.include('aws_lambda_invocation.');
      const invocation = stack.resource('aws_lambda_invocation');
      expect(String(invocation.depends_on)).to.include('aws_opensearchserverless_access_policy.');
      const request = JSON.parse(String(invocation.input));
      expect(request.index).to.equal('orders');
      expect(request.mappings.properties._cdc.properties.item).to.deep.equal({
        type: 'object',
        enabled: false,
      });
      expect(request.settings).to.include({ 'index.mapping.ignore_malformed': true });
    });

    it('makes the collection, of type SEARCH, after its policies', () => {
      const collection = stack.resource('aws_opensearchserverless_collection');
      expect(collection.type).to.equal('SEARCH');
      expect(collection.depends_on).to.have.length(3);
    });

    it('keeps the logs of each function, in its own group, for 30 days', () => {
      const groups = stack.resources('aws_cloudwatch_log_group');
      expect(groups).to.have.length(stack.resources('aws_lambda_function').length);
      for (const group of groups) expect(group.retention_in_days).to.equal(30);
      for (const f of stack.resources('aws_lambda_function'))
        expect(String(f.depends_on)).to.include('aws_cloudwatch_log_group.');
    });

    it('names no path of this machine', () => {
      for (const f of stack.resources('aws_lambda_function'))
        expect(f.filename).to.match(/^assets\/[^/]+\/[0-9a-f]{64}\/[a-z-]+\.zip$/);
    });
  });

  it('takes every setting of the event source mapping', () => {
    const mapping = pipeline({
      batchSize: 10,
      maximumBatchingWindowSeconds: 0,
      parallelizationFactor: 10,
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: 3,
      maximumRecordAgeSeconds: 60,
      startingPosition: 'AT_TIMESTAMP',
      startingPositionTimestamp: '2026-01-31T12:00:00Z',
    }).resource('aws_lambda_event_source_mapping');
    expect(mapping).to.include({
      batch_size: 10,
      maximum_batching_window_in_seconds: 0,
      parallelization_factor: 10,
      bisect_batch_on_function_error: false,
      maximum_retry_attempts: 3,
      maximum_record_age_in_seconds: 60,
      starting_position: 'AT_TIMESTAMP',
      starting_position_timestamp: '2026-01-31T12:00:00Z',
    });
  });

  for (const [retentionHours, seconds] of [
    [24, 23 * 3600],
    [168, 167 * 3600],
    [169, 604_800],
    [8_760, 604_800],
  ] as const)
    it(`gives a change up after ${seconds} s when the stream keeps it for ${retentionHours} h`, () => {
      const mapping = pipeline({ retentionHours }).resource('aws_lambda_event_source_mapping');
      expect(mapping.maximum_record_age_in_seconds).to.equal(seconds);
    });

  it('leaves refused documents unmarked when asked', () => {
    const environment = (props: Parameters<typeof pipeline>[0]) =>
      JSON.stringify(
        pipeline(props)
          .resources('aws_lambda_function')
          .map((f) => f.environment),
      );
    expect(environment({})).not.to.contain('MARK_REFUSED');
    expect(environment({ markRefused: false })).to.contain('"MARK_REFUSED":"false"');
  });

  it('reads by enhanced fan-out when asked', () => {
    const stack = pipeline({ enhancedFanOut: true });
    expect(stack.resource('aws_lambda_event_source_mapping').event_source_arn).to.match(
      /aws_kinesis_stream_consumer\..*\.arn/,
    );
    expect(pipeline().types()).not.to.include('aws_kinesis_stream_consumer');
  });

  it('follows a table that is there already, and leaves it alone', () => {
    const stack = pipeline({ createTable: false });
    expect(stack.types()).not.to.include('aws_dynamodb_table');
    const { table_name } = stack.resource('aws_dynamodb_kinesis_streaming_destination');
    expect(table_name).to.equal('orders');
    expect(stack.json.data ?? {}).not.to.have.property('aws_dynamodb_table');
  });

  describe('with soft deletes', () => {
    const stack = pipeline({ softDelete: true });
    const sweeper = stack.resource('aws_lambda_function', 'sweeper_function');

    it('tells the writer, and makes the alias that hides tombstones', () => {
      const writer = stack.resource('aws_lambda_function', 'indexer_function');
      expect(variables(writer).SOFT_DELETE).to.equal('true');
      expect(alias(stack)).to.equal('orders-live');
      expect(alias(pipeline({ softDelete: true, liveAliasName: 'shop' }))).to.equal('shop');
    });

    it('lets the writer leave tombstones only after the index maps them and the alias hides them', () => {
      const writer = (of: Synthesized) => of.resource('aws_lambda_function', 'indexer_function');
      expect(String(writer(stack).depends_on)).to.include('aws_lambda_invocation.');
      expect(String(writer(pipeline()).depends_on)).not.to.include('aws_lambda_invocation.');
    });

    it('sweeps once a day what no late change can need any more', () => {
      expect(sweeper).to.include({ function_name: 'orders-search-indexer-sweeper', timeout: 900 });
      expect(variables(sweeper)).to.deep.include({
        SEARCH_INDICES: 'orders',
        TOMBSTONE_RETENTION_HOURS: '360',
      });
      expect(stack.resource('aws_cloudwatch_event_rule').schedule_expression).to.equal('rate(1440 minutes)');
      expect(stack.resource('aws_cloudwatch_event_target').arn).to.match(/sweeper_function\w*\.arn\}$/);
    });

    it('keeps tombstones longer where the stream keeps changes longer, or as asked', () => {
      const hours = (props: Partial<KinesisToSearchProps>) =>
        variables(
          pipeline({ softDelete: true, ...props }).resource('aws_lambda_function', 'sweeper_function'),
        ).TOMBSTONE_RETENTION_HOURS;
      expect(hours({ retentionHours: 24 })).to.equal('216');
      expect(hours({ retentionHours: 8_760 })).to.equal('8952');
      expect(hours({ tombstoneRetentionHours: 1_000 })).to.equal('1000');
    });

    it('makes an alias for each of several indices, or one for all, and sweeps them all', () => {
      const routes = [{ indexName: 'a' }, { indexName: 'b', liveAliasName: 'b-shown' }];
      const several = pipeline({ softDelete: true, routes });
      expect(aliases(several)).to.have.members(['a-live', 'b-shown']);
      expect(variables(several.resource('aws_lambda_function', 'sweeper_function')).SEARCH_INDICES).to.equal(
        'a,b',
      );
      const shared = {
        softDelete: true,
        liveAliasName: 'all',
        routes: [{ indexName: 'a' }, { indexName: 'b' }],
      };
      expect(aliases(pipeline(shared))).to.deep.equal(['all', 'all']);
    });

    it('sweeps as often as asked', () => {
      const often = pipeline({ softDelete: true, sweepIntervalHours: 1 });
      expect(often.resource('aws_cloudwatch_event_rule').schedule_expression).to.equal('rate(60 minutes)');
    });

    it('lets tokens through', () => {
      const tokens = Synthesized.of((scope) => {
        const number = (name: string) => new TerraformVariable(scope, name, { type: 'number' }).numberValue;
        const text = (name: string) => new TerraformVariable(scope, name, { type: 'string' }).stringValue;
        new KinesisToSearch(scope, 'pipeline', {
          tableName: text('table'),
          collectionName: text('collection'),
          retentionHours: number('retention'),
          sweepIntervalHours: number('interval'),
          softDelete: true,
        });
      });
      const hours = variables(tokens.resource('aws_lambda_function', 'sweeper_function'));
      expect(hours.TOMBSTONE_RETENTION_HOURS).to.equal(`$${'{(var.retention + 192)}'}`);
      expect(tokens.resource('aws_cloudwatch_event_rule').schedule_expression).to.equal(
        `rate($${'{(var.interval * 60)}'} minutes)`,
      );
      expect(alias(tokens)).to.equal(`$${'{lower(var.table)}'}-live`);
    });

    it('is off unless asked', () => {
      const plain = pipeline();
      expect(variables(plain.resource('aws_lambda_function', 'indexer_function'))).not.to.have.property(
        'SOFT_DELETE',
      );
      expect(alias(plain)).to.equal(undefined);
      expect(plain.types()).not.to.include('aws_cloudwatch_event_rule');
    });
  });

  it('puts an API in front of the table when asked', () => {
    const stack = pipeline({ itemsApi: true });
    expect(stack.resource('aws_api_gateway_rest_api').name).to.equal('orders-api');
    expect(variables(stack.resource('aws_lambda_function', 'items-api_function')).TABLE_NAME).to.match(
      /aws_dynamodb_table\..*\.name/,
    );
    expect(pipeline().types()).not.to.include('aws_api_gateway_rest_api');
  });

  it('keys the table as asked', () => {
    const table = pipeline({
      partitionKeyName: 'pk',
      partitionKeyType: 'N',
      sortKeyName: 'sk',
      sortKeyType: 'B',
    }).resource('aws_dynamodb_table');
    expect(table).to.include({ hash_key: 'pk', range_key: 'sk' });
    expect(table.attribute).to.deep.equal([
      { name: 'pk', type: 'N' },
      { name: 'sk', type: 'B' },
    ]);
  });

  it('lets everything be deleted when protection is off', () => {
    const stack = pipeline({ deletionProtection: false });
    expect(JSON.stringify(stack.json)).not.to.include('"prevent_destroy":true');
    expect(stack.resource('aws_dynamodb_table').deletion_protection_enabled).to.equal(false);
    expect(stack.resource('aws_s3_bucket').force_destroy).to.equal(true);
  });

  it('writes to another OpenSearch when asked', () => {
    const stack = pipeline({ searchEndpoint: 'http://127.0.0.1:9200' });
    for (const f of stack.resources('aws_lambda_function').filter(hasSearchEndpoint))
      expect(variables(f).SEARCH_ENDPOINT).to.equal('http://127.0.0.1:9200');
  });

  it('makes the index again when its mappings or settings change, as they were given', () => {
    const mappings = {
      properties: { price: { type: 'double', meta: { note: `a "quote", \\, $${'{x}'} and %{y}` } } },
    };
    const { input } = pipeline({ mappings, settings: {} }).resource('aws_lambda_invocation');
    // Terraform reads `$${` and `%%{` as the plain text `${` and `%{`.
    const text = String(input).replace(/([$%])\1\{/g, '$1{');
    expect(JSON.parse(text)).to.deep.equal({ index: 'orders', mappings, settings: {} });
  });

  it('encrypts with your keys, and lets the function use those two that it needs', () => {
    const stack = pipeline({
      tableKmsKeyArn: KEY,
      streamKmsKeyArn: KEY,
      collectionKmsKeyArn: KEY,
      parkingKmsKeyArn: KEY,
      logKmsKeyArn: KEY,
    });
    expect(stack.resource('aws_kinesis_stream').kms_key_id).to.equal(KEY);
    for (const group of stack.resources('aws_cloudwatch_log_group')) expect(group.kms_key_id).to.equal(KEY);
    expect(encryptionPolicy(stack)).to.include({ AWSOwnedKey: false, KmsARN: KEY });
    expect(stack.resource('aws_sqs_queue').kms_master_key_id).to.equal(KEY);
    const { policy } = stack.resource('aws_iam_role_policy', 'indexer_function_role-policy');
    expect(JSON.stringify(jsonEncoded(policy)))
      .to.include('kms:Decrypt')
      .and.include('kms:GenerateDataKey');
  });

  describe('network policy', () => {
    it('is public for API and Dashboards by default', () => {
      expect(networkPolicy(pipeline())).to.deep.equal([
        { ...dashboardRule('collection'), Description: 'API', AllowFromPublic: true },
        { ...dashboardRule('dashboard'), Description: 'Dashboards', AllowFromPublic: true },
      ]);
    });

    it('admits the VPC endpoints only, when they are given', () => {
      const endpoints = { AllowFromPublic: false, SourceVPCEs: ['vpce-0a1b'] };
      expect(networkPolicy(pipeline({ vpcEndpointIds: ['vpce-0a1b'] }))).to.deep.equal([
        { ...dashboardRule('collection'), Description: 'API', ...endpoints },
        { ...dashboardRule('dashboard'), Description: 'Dashboards', ...endpoints },
      ]);
    });

    it('has no Dashboards at all when they are neither public nor behind an endpoint', () => {
      expect(networkPolicy(pipeline({ publicDashboards: false }))).to.have.length(1);
    });
  });

  it('lets tokens through, as a Terraform module has them', () => {
    const stack = Synthesized.of((scope) => {
      const text = (name: string) => new TerraformVariable(scope, name, { type: 'string' }).stringValue;
      const number = (name: string) => new TerraformVariable(scope, name, { type: 'number' }).numberValue;
      new KinesisToSearch(scope, 'pipeline', {
        tableName: text('table'),
        collectionName: text('collection'),
        retentionHours: number('retention'),
        batchSize: number('batch'),
        readers: new TerraformVariable(scope, 'readers', { type: 'list(string)' }).listValue,
        searchEndpoint: text('endpoint'),
      });
    });
    const mapping = stack.resource('aws_lambda_event_source_mapping');
    expect(mapping.batch_size).to.match(/^..var\.batch.$/);
    expect(mapping.maximum_record_age_in_seconds).to.match(/min\(.*604800.*var\.retention/);
    expect(stack.resource('aws_dynamodb_table').name).to.match(/^..var\.table.$/);
    expect(stack.resource('aws_opensearchserverless_access_policy').policy).to.include('var.readers');
  });

  it('fits twice into one stack', () => {
    const stack = Synthesized.of((scope) => {
      new KinesisToSearch(scope, 'a', { tableName: 'orders', collectionName: 'orders' });
      new KinesisToSearch(scope, 'b', { tableName: 'people', collectionName: 'people' });
    });
    expect(stack.resources('aws_dynamodb_table')).to.have.length(2);
  });
});

function pipeline(props: Partial<KinesisToSearchProps> = {}): Synthesized {
  return Synthesized.of((scope) => {
    new KinesisToSearch(scope, 'pipeline', { tableName: 'orders', collectionName: 'orders', ...props });
  });
}

function encryptionPolicy(stack: Synthesized): object {
  return jsonEncoded(stack.resource('aws_opensearchserverless_security_policy', 'encryption-policy').policy);
}

function networkPolicy(stack: Synthesized): object[] {
  return jsonEncoded(stack.resource('aws_opensearchserverless_security_policy', 'network-policy').policy);
}

function dashboardRule(type: 'collection' | 'dashboard') {
  return { Rules: [{ ResourceType: type, Resource: ['collection/orders'] }] };
}

function variables(resource: Resource): Record<string, string> {
  return (resource.environment as { variables: Record<string, string> }).variables;
}

function alias(stack: Synthesized): unknown {
  return aliases(stack)[0];
}

/** Of each index. */
function aliases(stack: Synthesized): unknown[] {
  return stack.resources('aws_lambda_invocation').map(({ input }) => JSON.parse(String(input)).liveAlias);
}

function hasSearchEndpoint(resource: Resource): boolean {
  return 'SEARCH_ENDPOINT' in variables(resource);
}
