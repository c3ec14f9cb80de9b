"""Firehose writes an object for each full buffer: one of the records, or of the failures of a type.

https://docs.aws.amazon.com/firehose/latest/dev/basic-deliver.html
https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html (a buffer for each partition)
https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html

The records of a buffer follow each other as they are. The object is put with the role of the destination;
what S3 refuses stays in its buffer, and is tried again.
"""

import gzip
import json
import logging

from botocore.exceptions import BotoCoreError, ClientError

from delivery_prefixes import CannotEvaluate, data_prefix, error_prefix, object_key
from delivery_processors import CannotExtract, apart, with_delimiter, with_query_keys
from delivery_records import MEBIBYTE, Buffer, Hints
from delivery_transformation import FailedRecord, failure_line
from role_client import client_of_role
from undelivered import Undelivered

logger = logging.getLogger("firehose")

DEFAULT_HINTS = {"SizeInMBs": 5, "IntervalInSeconds": 300}
FAILED = "processing-failed"


class DeliveryObjects:
    def __init__(self, delivery_stream, config):
        """`config()`: the destination's configuration as it is now."""
        self.delivery_stream = delivery_stream
        self.region = delivery_stream["arn"].split(":")[3]
        self.config = config
        self.buffers = {}  # partition keys -> records
        self.failures = Buffer()
        self.clients = {}

    def add(self, record):
        """A record behind the function; it may be several, and may have partition keys to be found."""
        config = self.config()
        try:
            for one in apart(config, record):
                one = with_query_keys(config, one)
                data_prefix(config, one.arrived_ms, one.partition_keys)
                partition = json.dumps(one.partition_keys, sort_keys=True)
                self.buffers.setdefault(partition, Buffer()).add(with_delimiter(config, one))
        except (CannotEvaluate, CannotExtract) as error:
            line = failure_line(record, 1, "DynamicPartitioning.MetadataExtractionFailed", str(error))
            self.add_failure(FailedRecord(record.arrived_ms, json.dumps(line).encode() + b"\n"))

    def add_failure(self, failure):
        self.failures.add(failure)

    def deliver(self, everything=False):
        """Writes what is due; raises Undelivered at the first object that S3 refuses."""
        hints = self.hints()
        for partition, buffer in list(self.buffers.items()):
            if everything and buffer.records or buffer.is_due(hints):
                self.write(buffer)
                del self.buffers[partition]
        if everything and self.failures.records or self.failures.is_due(hints):
            self.write_failures()
            self.failures = Buffer()

    def hints(self):
        given = {**DEFAULT_HINTS, **(self.config().get("BufferingHints") or {})}
        return Hints(given["SizeInMBs"] * MEBIBYTE, given["IntervalInSeconds"])

    def write(self, buffer):
        config = self.config()
        body = b"".join(record.data for record in buffer.records)
        extension = ""
        if config.get("CompressionFormat") == "GZIP":
            body, extension = gzip.compress(body), ".gz"
        oldest = buffer.oldest_arrival()
        prefix = data_prefix(config, oldest, buffer.records[0].partition_keys)
        self.put(config, prefix, oldest, config.get("FileExtension") or extension, body)

    def write_failures(self):
        config = self.config()
        oldest = self.failures.oldest_arrival()
        body = b"".join(record.data for record in self.failures.records)
        self.put(config, error_prefix(config, oldest, FAILED), oldest, "", body)

    def put(self, config, prefix, arrived_ms, extension, body):
        bucket = config["BucketARN"].removeprefix("arn:aws:s3:::")
        key = object_key(config, self.delivery_stream, prefix, arrived_ms, extension)
        try:
            self.client(config["RoleARN"]).put_object(Bucket=bucket, Key=key, Body=body, **encryption(config))
        except (ClientError, BotoCoreError) as error:
            raise Undelivered(f"s3://{bucket}/{key} was refused to {config['RoleARN']}: {error}") from error

    def client(self, role_arn):
        if role_arn not in self.clients:
            self.clients[role_arn] = client_of_role("s3", role_arn, self.delivery_stream["name"], self.region)
        return self.clients[role_arn]


def encryption(config):
    key = ((config.get("EncryptionConfiguration") or {}).get("KMSEncryptionConfig") or {}).get("AWSKMSKeyARN")
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {}
