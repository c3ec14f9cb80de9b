import type { Construct } from 'constructs';
import { StreamsToS3, type StreamsToS3Props } from '../pipelines/streams-to-s3';
import { streamsToS3Outputs } from './outputs';
import { PipelineStack, type PipelineStackProps } from './pipeline-stack';

export interface StreamsToS3StackProps extends PipelineStackProps, StreamsToS3Props {}

export class StreamsToS3Stack extends PipelineStack<StreamsToS3> {
  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: StreamsToS3StackProps) {
    super(
      scope,
      id,
      props,
      (stack, pipelineId) => new StreamsToS3(stack, pipelineId, props),
      streamsToS3Outputs,
    );
  }
}
