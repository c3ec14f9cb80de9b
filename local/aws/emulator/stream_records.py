"""The record that DynamoDB Streams has of a change of an item.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html#events-sample-dynamodb

- `SequenceNumber` has 21 to 40 digits, the first of them not 0.
- `SizeBytes` is the size of what the record holds.
- `eventID` is 32 hexadecimal digits.
- An image is the item as it was: a later write does not reach it.
"""

import copy
import itertools
import json
import threading
import time
import uuid
from functools import cached_property

from ministack.services import dynamodb

counter = itertools.count(1)
# A record is numbered and stored at once, so that readers find the numbers in order.
emitting = threading.RLock()


class ChangeRecord(dict):
    @cached_property
    def json_size(self):
        return len(json.dumps(self, separators=(",", ":")))


def restore():
    dynamodb._next_stream_seq = next_sequence_number
    build = dynamodb._build_change_record
    emit = dynamodb._emit_stream_event

    def emit_stream_event(*arguments, **options):
        with emitting:
            emit(*arguments, **options)

    def build_change_record(table, event_name, old_item, new_item, view_type):
        record = copy.deepcopy(build(table, event_name, old_item, new_item, view_type))
        change = record["dynamodb"]
        images = [change[name] for name in ("Keys", "NewImage", "OldImage") if name in change]
        change["SizeBytes"] = sum(dynamodb._item_size_bytes(image) for image in images)
        return ChangeRecord({**record, "eventID": uuid.uuid4().hex})

    dynamodb._build_change_record = build_change_record
    dynamodb._emit_stream_event = emit_stream_event


def next_sequence_number():
    """Milliseconds since 1970, then a number that counts: it grows, even within one millisecond."""
    return f"{time.time_ns() // 1_000_000}{next(counter):011d}"
