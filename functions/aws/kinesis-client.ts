import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** A client that tries once, over HTTP/1.1: a custom endpoint seldom speaks the SDK's HTTP/2. */
export function kinesisClient(): KinesisClient {
  return new KinesisClient({ maxAttempts: 1, requestHandler: new NodeHttpHandler() });
}
