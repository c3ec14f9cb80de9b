export { KinesisToS3Stack, type KinesisToS3StackProps } from './kinesis-to-s3-stack';
export { KinesisToSearchStack, type KinesisToSearchStackProps } from './kinesis-to-search-stack';
export { SettingError, STACK_NAMES, type StackName, settings } from './settings';
export { StreamsToS3Stack, type StreamsToS3StackProps } from './streams-to-s3-stack';
export { StreamsToSearchStack, type StreamsToSearchStackProps } from './streams-to-search-stack';
export { synthesize } from './synthesize';
