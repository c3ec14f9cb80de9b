/** The constructs: the four pipelines, each alone or as a stack, and what they are made of. */

export type { Filter } from '../functions/route/route';
export {
  Archive,
  type ArchiveCompression,
  type ArchiveFormat,
  type ArchiveFormatProps,
  type ArchivePartitioning,
  type ArchiveProps,
  DeliveryStream,
  type DeliveryStreamProps,
  type DeliveryStreamSettings,
} from './archive';
export { ArchiveCanary, type ArchiveCanaryProps } from './archive-canary';
export {
  type ChangeStream,
  DynamodbChangeStream,
  type DynamodbChangeStreamProps,
  type KeyType,
  KinesisChangeStream,
  type KinesisChangeStreamProps,
  type SourceTableProps,
  type StreamViewType,
} from './change-stream';
export {
  ChangeTrigger,
  type ChangeTriggerProps,
  type StartingPosition,
  type TriggerSettings,
} from './change-trigger';
export type { Condition } from './conditions';
export { FirehoseForwarder, type FirehoseForwarderProps } from './firehose-forwarder';
export { FirehoseTransformer, type FirehoseTransformerProps } from './firehose-transformer';
export type { PolicyStatement, ServiceRole } from './iam';
export { type ApiAuthorization, ItemsApi, type ItemsApiProps } from './items-api';
export {
  type EnvironmentOf,
  type FunctionSettings,
  LambdaFunction,
  type LambdaFunctionProps,
  MissingFunctionZipError,
} from './lambda-function';
export { Parking, type ParkingProps, type ParkingSettings } from './parking';
export { KinesisToS3, type KinesisToS3Props } from './pipelines/kinesis-to-s3';
export { KinesisToSearch, type KinesisToSearchProps } from './pipelines/kinesis-to-search';
export { SearchPipeline, type SearchPipelineProps } from './pipelines/search-pipeline';
export { StreamsToS3, type StreamsToS3Props } from './pipelines/streams-to-s3';
export { StreamsToSearch, type StreamsToSearchProps } from './pipelines/streams-to-search';
export { PrivateBucket, type PrivateBucketProps } from './private-bucket';
export { SearchCollection, type SearchCollectionProps } from './search-collection';
export {
  DEFAULT_MAPPINGS,
  DEFAULT_SETTINGS,
  type IndexProps,
  SearchIndices,
  type SearchIndicesProps,
} from './search-index';
export {
  type ProjectionProps,
  type RouteProps,
  SearchIndexer,
  type SearchIndexerProps,
} from './search-indexer';
export { SearchSweeper, type SearchSweeperProps } from './search-sweeper';
export {
  KinesisToS3Stack,
  type KinesisToS3StackProps,
  KinesisToSearchStack,
  type KinesisToSearchStackProps,
  StreamsToS3Stack,
  type StreamsToS3StackProps,
  StreamsToSearchStack,
  type StreamsToSearchStackProps,
} from './stacks';
export type { PipelineStackProps } from './stacks/pipeline-stack';
export { InvalidPropError, UserError } from './validation';
