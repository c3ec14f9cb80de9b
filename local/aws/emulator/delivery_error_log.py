"""A delivery stream tells in its error log what holds it up, by its role.

https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 (logs:PutLogEvents)

Here each attempt is told of, in the emulator's own words and without an `errorCode`.
"""

import json
import logging
import time

from botocore.exceptions import BotoCoreError, ClientError

from role_client import client_of_role

logger = logging.getLogger("firehose")


def tell(delivery_stream, config, problem):
    options = config.get("CloudWatchLoggingOptions") or {}
    if not options.get("Enabled"):
        return
    event = {"deliveryStreamARN": delivery_stream["arn"], "destination": config["BucketARN"], "message": str(problem)}
    region = delivery_stream["arn"].split(":")[3]
    client = client_of_role("logs", config["RoleARN"], delivery_stream["name"], region)
    try:
        client.put_log_events(
            logGroupName=options["LogGroupName"],
            logStreamName=options["LogStreamName"],
            logEvents=[{"timestamp": int(time.time() * 1000), "message": json.dumps(event)}],
        )
    except (ClientError, BotoCoreError) as error:
        logger.warning("The error log of %s was refused: %s", delivery_stream["name"], error)
