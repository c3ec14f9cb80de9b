import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import type { Deployment } from '../deployment';

/** The role with which the deployed delivery stream reads and writes. */
export async function firehoseRoleArn(deployment: Deployment): Promise<string> {
  const { DeliveryStreamDescription } = await new FirehoseClient(deployment.clientSettings()).send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName: deployment.outputs.delivery_stream_name }),
  );
  return DeliveryStreamDescription?.Destinations?.[0]?.ExtendedS3DestinationDescription?.RoleARN ?? '';
}
