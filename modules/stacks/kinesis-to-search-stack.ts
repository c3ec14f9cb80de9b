import type { Construct } from 'constructs';
import { KinesisToSearch, type KinesisToSearchProps } from '../pipelines/kinesis-to-search';
import { searchPipelineOutputs } from './outputs';
import { PipelineStack, type PipelineStackProps } from './pipeline-stack';

export interface KinesisToSearchStackProps extends PipelineStackProps, KinesisToSearchProps {}

export class KinesisToSearchStack extends PipelineStack<KinesisToSearch> {
  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: KinesisToSearchStackProps) {
    super(
      scope,
      id,
      props,
      (stack, pipelineId) => new KinesisToSearch(stack, pipelineId, props),
      searchPipelineOutputs,
    );
  }
}
