export { KinesisToSearchStack, type KinesisToSearchStackProps } from './kinesis-to-search-stack';
export { SettingError, settings } from './settings';
export { synthesize } from './synthesize';
