"""A delivery stream tells in its error log what holds it up, if its role may write there.

https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 (the role's permission)
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html (on the log stream)

Here each attempt is told of, in the emulator's own words and without an `errorCode`.
"""

import json
import time

from ministack.services import cloudwatch_logs

from role_permissions import role_allows


def tell(delivery_stream, config, problem):
    options = config.get("CloudWatchLoggingOptions") or {}
    if not options.get("Enabled") or not may_tell(delivery_stream, config["RoleARN"], options):
        return
    event = {"deliveryStreamARN": delivery_stream["arn"], "destination": config["BucketARN"], "message": str(problem)}
    cloudwatch_logs._put_log_events(
        {
            "logGroupName": options["LogGroupName"],
            "logStreamName": options["LogStreamName"],
            "logEvents": [{"timestamp": int(time.time() * 1000), "message": json.dumps(event)}],
        }
    )


def may_tell(delivery_stream, role_arn, options):
    _, _, _, region, account, *_ = delivery_stream["arn"].split(":")
    log_stream = f"log-group:{options['LogGroupName']}:log-stream:{options['LogStreamName']}"
    return role_allows(role_arn, "logs:PutLogEvents", f"arn:aws:logs:{region}:{account}:{log_stream}", region)
