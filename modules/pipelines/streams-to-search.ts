import type { Construct } from 'constructs';
import { DynamodbChangeStream, type DynamodbChangeStreamProps } from '../change-stream';
import { SearchPipeline, type SearchPipelineProps } from './search-pipeline';

export interface StreamsToSearchProps extends SearchPipelineProps, DynamodbChangeStreamProps {}

/** A DynamoDB table followed into an OpenSearch Serverless collection: table → DynamoDB stream → function → index. */
export class StreamsToSearch extends SearchPipeline<DynamodbChangeStream> {
  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: StreamsToSearchProps) {
    // The old image is never looked at.
    const viewTypes = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE'] as const;
    super(
      scope,
      id,
      props,
      (pipeline, streamId) => new DynamodbChangeStream(pipeline, streamId, props, viewTypes),
    );
  }
}
