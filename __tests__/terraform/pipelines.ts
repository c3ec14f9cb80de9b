import type { Construct } from 'constructs';
import { KinesisToS3 } from '../../modules/pipelines/kinesis-to-s3';
import { KinesisToSearch } from '../../modules/pipelines/kinesis-to-search';
import { StreamsToS3 } from '../../modules/pipelines/streams-to-s3';
import { StreamsToSearch } from '../../modules/pipelines/streams-to-search';
import type { StackName } from '../../modules/stacks';

const GIVEN = { tableName: 'orders', collectionName: 'orders' };

/** Each pipeline with the least that is given, and untyped props. */
export const PIPELINES: Readonly<Record<StackName, (scope: Construct, props: object) => unknown>> = {
  'kinesis-to-search': (scope, props) => new KinesisToSearch(scope, 'pipeline', { ...GIVEN, ...props }),
  'streams-to-search': (scope, props) => new StreamsToSearch(scope, 'pipeline', { ...GIVEN, ...props }),
  'kinesis-to-s3': (scope, props) => new KinesisToS3(scope, 'pipeline', { ...GIVEN, ...props }),
  'streams-to-s3': (scope, props) => new StreamsToS3(scope, 'pipeline', { ...GIVEN, ...props }),
};
