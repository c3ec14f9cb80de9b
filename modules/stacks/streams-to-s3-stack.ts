import type { Construct } from 'constructs';
import { StreamsToS3, type StreamsToS3Props } from '../pipelines/streams-to-s3';
import { archiveOutputs, parkingOutputs, tableOutputs } from './outputs';
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
      (pipeline) => ({
        ...tableOutputs(pipeline.changeStream),
        function_name: [pipeline.forwarder.function.functionName, 'The function that sends them to Firehose'],
        function_role_arn: [pipeline.forwarder.function.role.arn, "That function's role"],
        ...archiveOutputs(pipeline.archive, pipeline.deliveryStream),
        ...parkingOutputs(pipeline.forwarder.parking),
      }),
    );
  }
}
