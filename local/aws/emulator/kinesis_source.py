"""A Kinesis data stream as an event source: what `event_sources.py` lists.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (the event)
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html (the role's permissions)
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
"""

from datetime import datetime, timezone
from typing import NamedTuple

from ministack.services import kinesis


class KinesisSource(NamedTuple):
    arn: str
    stream: dict

    starting_positions = ("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP")
    denied = "GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions"
    batch_info = "KinesisBatchInfo"

    @staticmethod
    def reading(source_arn):
        """A stream is polled, a consumer is subscribed to."""
        stream_arn, _, consumer = source_arn.partition("/consumer/")
        actions = ["kinesis:DescribeStream", "kinesis:ListShards"]
        if not consumer:
            actions += ["kinesis:GetShardIterator", "kinesis:GetRecords"]
        wanted = [(action, stream_arn) for action in actions]
        return [*wanted, ("kinesis:SubscribeToShard", source_arn)] if consumer else wanted

    @classmethod
    def find(cls, source_arn):
        stream = kinesis._streams.get(source_arn.split("stream/", 1)[1].split("/")[0])
        return cls(source_arn, stream) if stream is not None and stream["StreamStatus"] == "ACTIVE" else None

    def __eq__(self, other):
        return isinstance(other, KinesisSource) and self.stream is other.stream

    def shards(self):
        return {shard_id: shard["records"] for shard_id, shard in self.stream["shards"].items()}

    def retention_seconds(self):
        return self.stream["RetentionPeriodHours"] * 3600

    @staticmethod
    def number(record):
        return record["SequenceNumber"]

    @staticmethod
    def sequence_number(record):
        return int(record["SequenceNumber"])

    @staticmethod
    def arrived_at(record):
        return record["ApproximateArrivalTimestamp"]

    @staticmethod
    def partition_key(record):
        return record["PartitionKey"]

    @staticmethod
    def size(record):
        return len(record["Data"])

    def event(self, record, shard_id, config):
        return {
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": record["PartitionKey"],
                "sequenceNumber": record["SequenceNumber"],
                "data": record["Data"],
                "approximateArrivalTimestamp": record["ApproximateArrivalTimestamp"],
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": f"{shard_id}:{record['SequenceNumber']}",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": config["Role"],
            "awsRegion": self.arn.split(":")[3],
            "eventSourceARN": self.arn,
        }

    @staticmethod
    def number_of(event):
        return event["kinesis"]["sequenceNumber"]

    @staticmethod
    def iso(seconds):
        moment = datetime.fromtimestamp(seconds, timezone.utc)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
