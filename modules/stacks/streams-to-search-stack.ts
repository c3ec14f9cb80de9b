import type { Construct } from 'constructs';
import { StreamsToSearch, type StreamsToSearchProps } from '../pipelines/streams-to-search';
import { searchPipelineOutputs } from './outputs';
import { PipelineStack, type PipelineStackProps } from './pipeline-stack';

export interface StreamsToSearchStackProps extends PipelineStackProps, StreamsToSearchProps {}

export class StreamsToSearchStack extends PipelineStack<StreamsToSearch> {
  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: StreamsToSearchStackProps) {
    super(
      scope,
      id,
      props,
      (stack, pipelineId) => new StreamsToSearch(stack, pipelineId, props),
      searchPipelineOutputs,
    );
  }
}
