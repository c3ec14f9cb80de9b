"""The record that DynamoDB writes to a Kinesis data stream for each change of an item.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html (reading them)
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateKinesisStreamingConfiguration.html

- It has `recordFormat`, `tableName` and `userIdentity`, and none of a stream record's `eventVersion`,
  `eventSourceARN`, `SequenceNumber` and `StreamViewType`.
- Its time is in the unit that the destination asks for, and says so.
- Its binary values are base64 of base64.
- Its partition key is 32 hexadecimal digits; here they follow from the item's key, so that the changes
  of one item stay on one shard.
- A write that changes nothing makes no record.
"""

import base64
import hashlib
import json
import logging
import threading
import time
import uuid

from ministack.services import dynamodb
from ministack.services.kinesis import put_record_internal

logger = logging.getLogger("dynamodb")


def restore():
    dynamodb._fan_out_to_kinesis = write_to_destinations


def write_to_destinations(table_name, stream_record):
    change = stream_record["dynamodb"]
    if "OldImage" in change and change["OldImage"] == change.get("NewImage"):
        return
    at = clock.microseconds()
    for destination in dynamodb._kinesis_destinations.get(table_name, []):
        if destination["DestinationStatus"] != "ACTIVE":
            continue
        record = kinesis_record(
            table_name, stream_record, at, destination["ApproximateCreationDateTimePrecision"]
        )
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        if not put_record_internal(destination["StreamArn"], partition_key(change["Keys"]), data):
            logger.warning("The stream %s took no record of %s", destination["StreamArn"], table_name)


def kinesis_record(table_name, stream_record, microseconds, precision):
    change = stream_record["dynamodb"]
    images = {name: change[name] for name in ("Keys", "NewImage", "OldImage") if name in change}
    return {
        "awsRegion": stream_record["awsRegion"],
        "eventID": str(uuid.uuid4()),
        "eventName": stream_record["eventName"],
        "userIdentity": stream_record.get("userIdentity"),
        "recordFormat": "application/json",
        "tableName": table_name,
        "dynamodb": {
            "ApproximateCreationDateTime": microseconds if precision == "MICROSECOND" else microseconds // 1000,
            **{name: encode_binaries_again(image) for name, image in images.items()},
            "SizeBytes": sum(dynamodb._item_size_bytes(image) for image in images.values()),
            "ApproximateCreationDateTimePrecision": precision,
        },
        "eventSource": "aws:dynamodb",
    }


def encode_binaries_again(attributes):
    return {name: encode_value(value) for name, value in attributes.items()}


def encode_value(value):
    ((kind, content),) = value.items()
    if kind == "B":
        return {kind: base64_of(content)}
    if kind == "BS":
        return {kind: [base64_of(member) for member in content]}
    if kind == "L":
        return {kind: [encode_value(member) for member in content]}
    if kind == "M":
        return {kind: encode_binaries_again(content)}
    return value


def base64_of(text):
    return base64.b64encode(text.encode()).decode()


def partition_key(keys):
    return hashlib.md5(json.dumps(keys, sort_keys=True).encode()).hexdigest()


class Clock:
    """Microseconds since 1970 that never repeat: two changes of one item never tie."""

    def __init__(self):
        self._last = 0
        self._lock = threading.Lock()

    def microseconds(self):
        with self._lock:
            self._last = max(time.time_ns() // 1000, self._last + 1)
            return self._last


clock = Clock()
