import type { Construct } from 'constructs';
import { KinesisChangeStream, type KinesisChangeStreamProps } from '../change-stream';
import { SearchPipeline, type SearchPipelineProps } from './search-pipeline';

export interface KinesisToSearchProps extends SearchPipelineProps, KinesisChangeStreamProps {}

/** A DynamoDB table followed into an OpenSearch Serverless collection: table → Kinesis → function → index. */
export class KinesisToSearch extends SearchPipeline<KinesisChangeStream> {
  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: KinesisToSearchProps) {
    super(scope, id, props, (pipeline, streamId) => new KinesisChangeStream(pipeline, streamId, props));
  }
}
