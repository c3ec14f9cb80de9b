export { FirehoseTransformer, type FirehoseTransformerProps } from './firehose-transformer';
