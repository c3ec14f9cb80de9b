"""A table's stream as an event source: what `event_sources.py` lists.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html (the event)
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html (the role's permissions)
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html (the starting positions)
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html (the on-failure record)

ministack's streams have one shard. An item's changes share a partition key, so that they stay in order.
"""

import json
from datetime import datetime, timezone
from typing import NamedTuple

from ministack.services import dynamodb, dynamodb_streams

ACTIONS = ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams")
RETENTION_SECONDS = 24 * 3600


class DynamoDBSource(NamedTuple):
    arn: str
    table_name: str

    starting_positions = ("TRIM_HORIZON", "LATEST")
    denied = "GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions"
    batch_info = "DDBStreamBatchInfo"

    @staticmethod
    def reading(source_arn):
        return [(f"dynamodb:{action}", source_arn) for action in ACTIONS]

    @classmethod
    def find(cls, source_arn):
        table_name = source_arn.split("/")[1]
        table = dynamodb._tables.get(table_name) or {}
        enabled = (table.get("StreamSpecification") or {}).get("StreamEnabled")
        return cls(source_arn, table_name) if enabled and table.get("LatestStreamArn") == source_arn else None

    def shards(self):
        return {dynamodb_streams._DEFAULT_SHARD_ID: dynamodb.stream_live_records(self.table_name)}

    @staticmethod
    def retention_seconds():
        return RETENTION_SECONDS

    @staticmethod
    def number(record):
        return record["dynamodb"]["SequenceNumber"]

    @staticmethod
    def sequence_number(record):
        return int(record["dynamodb"]["SequenceNumber"])

    @staticmethod
    def arrived_at(record):
        return record["dynamodb"]["ApproximateCreationDateTime"]

    @staticmethod
    def partition_key(record):
        return json.dumps(record["dynamodb"]["Keys"], sort_keys=True)

    @staticmethod
    def size(record):
        return record.json_size

    @staticmethod
    def event(record, _shard_id, _config):
        return record

    @staticmethod
    def number_of(event):
        return event["dynamodb"]["SequenceNumber"]

    @staticmethod
    def iso(seconds):
        return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
