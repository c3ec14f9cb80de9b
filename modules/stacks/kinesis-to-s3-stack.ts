import type { Construct } from 'constructs';
import { KinesisToS3, type KinesisToS3Props } from '../pipelines/kinesis-to-s3';
import { kinesisToS3Outputs } from './outputs';
import { PipelineStack, type PipelineStackProps } from './pipeline-stack';

export interface KinesisToS3StackProps extends PipelineStackProps, KinesisToS3Props {}

export class KinesisToS3Stack extends PipelineStack<KinesisToS3> {
  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: KinesisToS3StackProps) {
    super(
      scope,
      id,
      props,
      (stack, pipelineId) => new KinesisToS3(stack, pipelineId, props),
      kinesisToS3Outputs,
    );
  }
}
