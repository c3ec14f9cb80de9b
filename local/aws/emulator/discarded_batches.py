"""What Lambda sends to a mapping's on-failure destination when it gives a batch of a stream up.

https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html

A queue or a topic gets the metadata; a bucket gets the whole invocation record, with the event as a
string under `payload`. It is sent with the function's role, which needs the permission to.
"""

import json
import uuid
from datetime import datetime, timezone

from role_client import client_of_role


def invocation_record(function_arn, condition, invoke_count, function_error, source, shard_id, records):
    first, last = records[0], records[-1]
    response = {"statusCode": 200, "executedVersion": "$LATEST"}
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": function_arn,
            "condition": condition,
            "approximateInvokeCount": invoke_count,
        },
        "responseContext": {**response, "functionError": "Unhandled"} if function_error else response,
        "version": "1.0",
        "timestamp": iso(datetime.now(timezone.utc)),
        source.batch_info: {
            "shardId": shard_id,
            "startSequenceNumber": source.number(first),
            "endSequenceNumber": source.number(last),
            "approximateArrivalOfFirstRecord": source.iso(source.arrived_at(first)),
            "approximateArrivalOfLastRecord": source.iso(source.arrived_at(last)),
            "batchSize": len(records),
            "streamArn": source.arn,
        },
    }


def send(destination_arn, mapping_id, shard_id, record, events, function_config):
    """Raises what the destination answers, an access that was denied for one."""
    service = destination_arn.split(":")[2]
    region = function_config["FunctionArn"].split(":")[3]
    client = client_of_role(service, function_config["Role"], function_config["FunctionName"], region)
    if service == "s3":
        payload = json.dumps({"Records": events})
        client.put_object(
            Bucket=destination_arn.removeprefix("arn:aws:s3:::"),
            Key=object_key(mapping_id, shard_id, datetime.now(timezone.utc)),
            Body=json.dumps({**record, "payload": payload}).encode(),
        )
    elif service == "sqs":
        url = client.get_queue_url(QueueName=destination_arn.rsplit(":", 1)[1])["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody=json.dumps(record))
    else:
        client.publish(TopicArn=destination_arn, Message=json.dumps(record))


def object_key(mapping_id, shard_id, now):
    return f"aws/lambda/{mapping_id}/{shard_id}/{now:%Y/%m/%d}/{now:%Y-%m-%dT%H.%M.%S}-{uuid.uuid4()}"


def iso(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
