"""Firehose reads a Kinesis stream, every shard of it, from LATEST: from when its polling begins.

https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-kinesis (the role's permissions)

The polling begins some time after the delivery stream is ACTIVE, which AWS does not document: here 2 s.
"""

import base64
import time
import uuid
from bisect import bisect_right

from delivery_records import DeliveryRecord
from kinesis_source import KinesisSource
from role_permissions import role_allows
from undelivered import Undelivered

POLLING_BEGINS_AFTER_SECONDS = 2
ACTIONS = ("DescribeStream", "GetShardIterator", "GetRecords", "ListShards")


class DeliverySource:
    def __init__(self, source):
        """`source`: the KinesisStreamSourceDescription of a delivery stream."""
        self.stream_arn = source["KinesisStreamARN"]
        self.role_arn = source["RoleARN"]
        self.begins = time.monotonic() + POLLING_BEGINS_AFTER_SECONDS
        self.positions = None

    def read(self):
        """What came since the last call; raises Undelivered where the role may not read, or the stream is gone."""
        if time.monotonic() < self.begins:
            return []
        region = self.stream_arn.split(":")[3]
        for action in ACTIONS:
            if not role_allows(self.role_arn, f"kinesis:{action}", self.stream_arn, region):
                raise Undelivered(f"{self.role_arn} may not kinesis:{action} on {self.stream_arn}")
        source = KinesisSource.find(self.stream_arn)
        if source is None:
            raise Undelivered(f"The stream {self.stream_arn} does not exist, or is not active")
        shards = source.shards()
        if self.positions is None:
            self.positions = {shard_id: latest(records) for shard_id, records in shards.items()}
        return [record for shard_id, records in shards.items() for record in self.read_shard(shard_id, records)]

    def read_shard(self, shard_id, records):
        # A shard that a resharding made is read from its beginning.
        position = self.positions.get(shard_id, 0)
        unread = records[bisect_right(records, position, key=KinesisSource.sequence_number) :]
        if unread:
            self.positions[shard_id] = KinesisSource.sequence_number(unread[-1])
        return [delivery_record(shard_id, record) for record in unread]


def latest(records):
    return KinesisSource.sequence_number(records[-1]) if records else 0


def delivery_record(shard_id, record):
    arrived_ms = round(record["ApproximateArrivalTimestamp"] * 1000)
    metadata = {
        "shardId": shard_id,
        "partitionKey": record["PartitionKey"],
        "approximateArrivalTimestamp": arrived_ms,
        "sequenceNumber": record["SequenceNumber"],
        "subsequenceNumber": "",
    }
    record_id = f"{record['SequenceNumber']}{uuid.uuid4().hex}"
    return DeliveryRecord(record_id, base64.b64decode(record["Data"]), arrived_ms, metadata)
