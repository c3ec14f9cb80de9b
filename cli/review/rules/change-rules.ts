import type { Plan, ResourceChange } from '../plan/plan';
import { entries, isMasked, type Value, valueAt } from '../plan/value';
import {
  attribute,
  attributeOrUnknown,
  becomes,
  changedOrTakenOut,
  differs,
  gone,
  isNothing,
  lowered,
  lowerLimit,
  on,
  switchedOff,
  takenOut,
} from './checks';
import { type Difference, difference } from './difference';
import type { Check, Rule } from './rule';

const MAPPING = 'aws_lambda_event_source_mapping';
const FIREHOSE = 'aws_kinesis_firehose_delivery_stream';
const S3 = ['extended_s3_configuration', 0] as const;
const DESTINATION = ['destination_config', 0, 'on_failure', 0, 'destination_arn'];

/** What the functions read from, and write to: `functions/NAME/environment.ts`. */
const PLACES = [
  'TABLE_NAME',
  'STREAM_NAME',
  'SEARCH_ENDPOINT',
  'SEARCH_INDEX',
  'SEARCH_INDICES',
  'ROUTES',
  'TRANSFORM',
  'DELIVERY_STREAM_NAME',
  'PARKING_BUCKET',
  'PARKING_QUEUE_URL',
  'CANARY_BUCKET',
];

const VARIABLES = ['environment', 0, 'variables'];
const variable = (name: string) => [...VARIABLES, name];

export const CHANGE_RULES: readonly Rule[] = [
  {
    code: 'interrupts-streaming-destination',
    room: 'changes',
    title: "The table's streaming destination is destroyed or replaced",
    why: 'Changes that are made to the table until there is another one go nowhere, and are never sent again.',
    mend: 'Leave the table, the stream and the precision of the destination as they are. If it must be: stop the writers meanwhile, or fill the gap from the table afterwards.',
    checks: [
      gone('aws_dynamodb_kinesis_streaming_destination'),
      attribute(
        'aws_dynamodb_kinesis_streaming_destination',
        ['approximate_creation_date_time_precision'],
        differs,
      ),
    ],
  },
  {
    code: 'interrupts-table-stream',
    room: 'changes',
    title: "The table's DynamoDB stream is switched off, or another one begins",
    why: 'A stream that is switched off, or has another view type, is a new one: what was not read from the old one is missed, and its readers are not those of the new one.',
    mend: 'Leave stream_enabled and stream_view_type as they are. If it must be: stop the writers until the old stream is read to its end.',
    checks: [
      attribute('aws_dynamodb_table', ['stream_enabled'], switchedOff),
      attribute('aws_dynamodb_table', ['stream_view_type'], changedOrTakenOut),
    ],
  },
  {
    code: 'interrupts-event-source-mapping',
    room: 'changes',
    title: 'An event source mapping is destroyed, replaced or disabled',
    why: 'The function is handed no changes meanwhile, and a new mapping begins anew at its starting position: with LATEST it misses what came before, with TRIM_HORIZON it gets again what the stream still has.',
    mend: 'Take back the change that replaces it (source, starting position, consumer). If it must be: keep TRIM_HORIZON, and let it take over within the retention of the stream.',
    checks: [
      gone([MAPPING, 'aws_pipes_pipe']),
      attribute(MAPPING, ['enabled'], (before, after) => before !== false && after === false),
      attribute('aws_pipes_pipe', ['desired_state'], becomes('STOPPED')),
      attribute(MAPPING, ['starting_position'], differs),
      attribute(MAPPING, ['starting_position_timestamp'], differs),
    ],
  },
  {
    code: 'gives-changes-up',
    room: 'changes',
    title: 'Changes that fail are given up sooner, or are not kept',
    why: 'A batch that cannot be delivered is dropped earlier, in larger pieces, or without a trace.',
    mend: 'Leave record age, attempts, bisection, ReportBatchItemFailures and the on-failure destination as they are.',
    checks: [
      attribute(MAPPING, ['maximum_record_age_in_seconds'], lowerLimit),
      attribute(MAPPING, ['maximum_retry_attempts'], lowerLimit),
      attribute(MAPPING, ['bisect_batch_on_function_error'], switchedOff),
      attribute(MAPPING, ['function_response_types'], (before, after) =>
        entries(before).some((type) => !entries(after).includes(type)),
      ),
      attribute(MAPPING, DESTINATION, takenOut),
      attribute('aws_sqs_queue', ['redrive_policy'], takenOut),
      attribute('aws_lambda_function', ['dead_letter_config', 0, 'target_arn'], takenOut),
    ],
  },
  {
    code: 'filters-changes',
    room: 'changes',
    title: 'Changes are filtered out',
    why: 'What the filter hides reaches neither index nor archive. A filter of the mapping hides the very change that must delete a document, too.',
    mend: "Filter in the pipeline's own settings (CDC_FILTER), never in the event source mapping; fill in afterwards what an older filter left out.",
    checks: [
      filterOf(MAPPING, ['filter_criteria', 0, 'filter']),
      attribute('aws_lambda_function', variable('FILTER'), (_, after) => !isNothing(after)),
    ],
  },
  {
    code: 'interrupts-delivery-stream',
    room: 'changes',
    title: 'A Firehose stream is destroyed or replaced',
    why: 'A new one reads the Kinesis stream from LATEST: what arrives between the two is never delivered. With Direct PUT, what it has gathered may go, and what is put meanwhile is refused.',
    mend: 'Take back the change that replaces it (name, source, dynamic partitioning). If it must be: let the new one read, under another name, before the old one is destroyed.',
    checks: [gone(FIREHOSE)],
  },
  {
    code: 'spoils-delivery',
    room: 'changes',
    title: 'Firehose delivers without its transformation, or mixes its errors with the rest',
    why: 'Without the transformation the archive gets raw records, not lines. Without an error prefix what failed lies among the changes, where replays read it.',
    mend: 'Leave the processing configuration and error_output_prefix as they are.',
    checks: [
      attribute(FIREHOSE, [...S3, 'processing_configuration', 0, 'enabled'], switchedOff),
      on(FIREHOSE, ['update'], (change) => {
        const path = [...S3, 'processing_configuration', 0, 'processors'];
        const [before, after] = [change.before, change.after].map((resource) =>
          processorTypes(valueAt(resource, path)),
        );
        return before?.some((type) => !after?.includes(type))
          ? [{ attribute: 'processors', from: before.join(', '), to: after?.join(', ') || '(none)' }]
          : [];
      }),
      attribute(FIREHOSE, [...S3, 'error_output_prefix'], takenOut),
      attribute(FIREHOSE, [...S3, 's3_backup_mode'], becomes('Disabled')),
    ],
  },
  {
    code: 'interrupts-stream-consumer',
    room: 'changes',
    title: 'A consumer of the Kinesis stream is destroyed or replaced',
    why: 'Its readers stop, and a new one has another ARN: a mapping that reads by it is made anew.',
    mend: 'Leave the name and the stream of the consumer, and CDC_ENHANCED_FAN_OUT, as they are.',
    checks: [gone('aws_kinesis_stream_consumer')],
  },
  {
    code: 'lowers-stream-capacity',
    room: 'changes',
    title: 'The Kinesis stream takes less',
    why: 'DynamoDB is throttled at writing its changes to the stream, and gives them up after a day.',
    mend: 'Leave the mode ON_DEMAND, or the number of shards.',
    checks: [
      attribute('aws_kinesis_stream', ['shard_count'], lowered),
      attribute('aws_kinesis_stream', ['stream_mode_details', 0, 'stream_mode'], becomes('PROVISIONED')),
    ],
  },
  {
    code: 'stops-function',
    room: 'changes',
    title: 'A function may not run any more',
    why: 'With a reserved concurrency of 0 each invocation is refused: changes wait until they are too old.',
    mend: 'Leave the reserved concurrency out, or set it to at least the number of shards.',
    checks: [attribute('aws_lambda_function', ['reserved_concurrent_executions'], becomes(0))],
  },
  {
    code: 'redirects-changes',
    room: 'changes',
    title: 'A function or a Firehose stream reads or writes elsewhere',
    why: 'Changes of another table are kept aside as foreign. Another index, collection or bucket has only what changes from now on, and what lies in the old one is not kept up.',
    mend: 'Take it back, or deploy a second pipeline, fill it, and let the readers change over.',
    checks: [
      redirectedFunction,
      attribute(MAPPING, ['function_name'], (before, after) => functionOf(before) !== functionOf(after)),
      // Where one of them gives way to the other.
      attribute(
        'aws_lambda_function',
        variable('ROUTES'),
        (before, after) => isNothing(before) && !isNothing(after),
      ),
      // One that is replaced is told of by that.
      on(FIREHOSE, ['update'], attributeOrUnknown(FIREHOSE, [...S3, 'bucket_arn'], changedOrTakenOut)),
      on(FIREHOSE, ['update'], attribute(FIREHOSE, [...S3, 'prefix'], changedOrTakenOut)),
    ],
  },
  {
    code: 'narrows-archive',
    room: 'changes',
    title: 'The archive gets less of each change',
    why: 'Lines that are items have neither the old image nor deletes: no state can be rebuilt from them.',
    mend: 'Leave CDC_ARCHIVE_LINE out.',
    checks: [attribute('aws_lambda_function', variable('LINE'), becomes('item'))],
  },
];

/** Of variables that are unknown as a whole, one is not told from another. */
function redirectedFunction(change: ResourceChange, plan: Plan): readonly Difference[] {
  const names = PLACES.map(variable);
  const isPlaced = names.some((path) => valueAt(change.before, path) !== undefined);
  if (isPlaced && valueAt(change.after, VARIABLES) === undefined)
    return attributeOrUnknown('aws_lambda_function', VARIABLES, changedOrTakenOut)(change, plan);
  return names.flatMap((path) =>
    attributeOrUnknown('aws_lambda_function', path, changedOrTakenOut)(change, plan),
  );
}

/** The name in an ARN, without version or alias. */
function functionOf(name: Value | undefined): string {
  return String(name)
    .replace(/^.*:function:/, '')
    .replace(/:.*$/, '');
}

/** Alternatives: with none everything passes, and one more lets more pass. */
function filterOf(type: string, path: readonly (string | number)[]): Check {
  return on(type, ['update', 'replace'], (change) => {
    const [before, after] = [change.before, change.after].map((resource) =>
      entries(valueAt(resource, path)).map((filter) => valueAt(filter, ['pattern'])),
    );
    if (after === undefined || after.length === 0) return [];
    const isNarrower = before?.length === 0 || before?.some((pattern) => !after.includes(pattern)) === true;
    return isNarrower && !isMasked(change.afterUnknown, path) ? [difference(change, path)] : [];
  });
}

function processorTypes(processors: Value | undefined): string[] {
  return entries(processors).map((processor) => String(valueAt(processor, ['type'])));
}
