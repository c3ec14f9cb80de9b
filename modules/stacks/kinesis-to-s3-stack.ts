import type { Construct } from 'constructs';
import { KinesisToS3, type KinesisToS3Props } from '../pipelines/kinesis-to-s3';
import { archiveOutputs, kinesisOutputs, tableOutputs } from './outputs';
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
      (pipeline) => ({
        ...tableOutputs(pipeline.changeStream),
        ...kinesisOutputs(pipeline.changeStream),
        function_name: [pipeline.transformer.function.functionName, 'The function that makes lines of them'],
        function_role_arn: [pipeline.transformer.function.role.arn, "That function's role"],
        canary_function_name: [pipeline.canary.function.functionName, 'The function that waits for Firehose'],
        ...archiveOutputs(pipeline.archive, pipeline.deliveryStream),
      }),
    );
  }
}
