import { isObject } from '../change/attribute-value';
import { ConfigurationError } from '../errors/configuration-error';
import { deadlines, type RemainingTime } from '../lambda/deadlines';
import { required } from '../lambda/environment-variable';
import { Bucket } from './bucket';
import { CanaryFlight } from './canary-flight';
import type { ArchiveCanaryRequest, ArchiveCanaryResponse } from './environment';
import { Stream } from './stream';

/** Terraform invokes it for each new delivery stream, before changes are let into the Kinesis stream. */
export async function handler(event: unknown, context?: RemainingTime): Promise<ArchiveCanaryResponse> {
  const started = Date.now();
  const { deliveryStreamArn } = readRequest(event);
  const streamName = required(process.env, 'STREAM_NAME');
  const bucketName = required(process.env, 'CANARY_BUCKET');
  const flight = new CanaryFlight({
    streamName,
    stream: new Stream(streamName),
    bucketName,
    bucket: new Bucket(bucketName),
    deliveryStreamArn,
    deadline: deadlines(context, started).writing,
  });
  const shards = await flight.run();
  const response = { shards, seconds: Math.round((Date.now() - started) / 1_000) };
  console.log(
    JSON.stringify({ level: 'INFO', message: 'canaries came through', deliveryStreamArn, ...response }),
  );
  return response;
}

function readRequest(event: unknown): ArchiveCanaryRequest {
  if (isObject(event)) {
    const { deliveryStreamArn } = event;
    if (typeof deliveryStreamArn === 'string' && deliveryStreamArn !== '') return { deliveryStreamArn };
  }
  throw new ConfigurationError(
    'The invocation must name the delivery stream: {"deliveryStreamArn": "arn:aws:firehose:…"}.',
  );
}
