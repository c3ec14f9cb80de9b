import { expect } from 'chai';
import { StreamsToSearch, type StreamsToSearchProps } from '../../../modules/pipelines/streams-to-search';
import { InvalidPropError } from '../../../modules/validation';
import { Synthesized } from '../synthesized';

describe('StreamsToSearch', () => {
  it("follows the table's own stream, which carries the new images", () => {
    const stack = pipeline();
    expect(stack.resource('aws_dynamodb_table')).to.include({
      stream_enabled: true,
      stream_view_type: 'NEW_IMAGE',
    });
    expect(stack.types()).to.not.include.members(['aws_kinesis_stream']);
    expect(stack.types()).to.not.include('aws_dynamodb_kinesis_streaming_destination');
    const mapping = stack.resource('aws_lambda_event_source_mapping');
    expect(mapping.event_source_arn).to.match(/^\$\{aws_dynamodb_table\..*\.stream_arn\}$/);
  });

  it('gives no change up before the stream, which keeps a day, is about to', () => {
    const mapping = pipeline().resource('aws_lambda_event_source_mapping');
    expect(mapping).to.include({
      starting_position: 'TRIM_HORIZON',
      maximum_record_age_in_seconds: 23 * 3_600,
      maximum_retry_attempts: -1,
      bisect_batch_on_function_error: true,
    });
    expect(mapping.function_response_types).to.deep.equal(['ReportBatchItemFailures']);
    expect(JSON.stringify(mapping.destination_config)).to.match(/aws_s3_bucket\..*parking.*\.arn/);
  });

  it('asks a table that was there already for a stream with new images, before anything is made', () => {
    const stack = pipeline({ createTable: false });
    expect(stack.types()).to.not.include('aws_dynamodb_table');
    const [table] = Object.values(stack.json.data?.aws_dynamodb_table ?? {});
    expect(table).to.have.nested.property(
      'lifecycle.postcondition[0].condition',
      [
        '$',
        '{self.stream_enabled && contains(["NEW_AND_OLD_IMAGES","NEW_IMAGE"], self.stream_view_type)}',
      ].join(''),
    );
    expect(table)
      .to.have.nested.property('lifecycle.postcondition[0].error_message')
      .that.matches(/view type NEW_AND_OLD_IMAGES or NEW_IMAGE\. Set stream_enabled/);
  });

  it("keeps tombstones for as long as a change may be late: the stream's day, and eight more", () => {
    const stack = pipeline({ softDelete: true });
    expect(stack.resource('aws_lambda_function', 'sweeper_function')).to.have.nested.property(
      'environment.variables.TOMBSTONE_RETENTION_HOURS',
      String(24 + 192),
    );
  });

  for (const [props, sentence] of [
    [
      { enhancedFanOut: true },
      /enhancedFanOut is true, but must be false for a DynamoDB stream, which has none/,
    ],
    [
      { startingPosition: 'AT_TIMESTAMP' },
      /startingPosition is "AT_TIMESTAMP", but must be one of TRIM_HORIZON, LATEST/,
    ],
    [
      { maximumRecordAgeSeconds: 86_400 },
      /maximumRecordAgeSeconds is 86400, but must be .* from 60 to 86399/,
    ],
  ] as const)
    it(`refuses ${JSON.stringify(props)}`, () => {
      expect(() => pipeline(props)).to.throw(InvalidPropError, sentence);
    });
});

function pipeline(props: Partial<StreamsToSearchProps> = {}): Synthesized {
  return Synthesized.of(
    (scope) =>
      new StreamsToSearch(scope, 'pipeline', { tableName: 'orders', collectionName: 'orders', ...props }),
  );
}
