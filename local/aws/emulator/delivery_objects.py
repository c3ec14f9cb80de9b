"""Firehose writes an object for each full buffer: of records, or of the failures of one type.

https://docs.aws.amazon.com/firehose/latest/dev/basic-deliver.html
https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html (a buffer for each partition)
https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html

The records of a buffer follow each other as they are. The object is put with the role of the destination;
what S3 refuses stays in its buffer, and is tried again.
"""

import base64
import gzip
import json
import time

from botocore.exceptions import BotoCoreError, ClientError

from delivery_prefixes import CannotEvaluate, data_prefix, error_prefix, is_partitioned, object_key
from delivery_processors import CannotExtract, apart, with_delimiter, with_query_keys
from delivery_records import MEBIBYTE, Buffer, Hints
from delivery_transformation import FAILED, FailedRecord, failure_line
from record_format_conversion import conversion_of, to_parquet
from role_client import client_of_role
from undelivered import Undelivered

DEFAULT_HINTS = {"SizeInMBs": 5, "IntervalInSeconds": 300}
UNCONVERTED = "format-conversion-failed"


class DeliveryObjects:
    def __init__(self, delivery_stream, config):
        """`config()`: the destination's configuration as it is now."""
        self.delivery_stream = delivery_stream
        self.region = delivery_stream["arn"].split(":")[3]
        self.config = config
        self.buffers = {}  # partition keys -> records
        self.failures = {}  # error output type -> lines
        self.clients = {}

    def add(self, record):
        """A record behind the function; it may be several, and may have partition keys to be found."""
        config = self.config()
        try:
            records = [with_query_keys(config, one) for one in apart(config, record)]
            for one in records:
                data_prefix(config, one.arrived_ms, one.partition_keys)
        except (CannotEvaluate, CannotExtract) as error:
            line = failure_line(record, 1, "DynamicPartitioning.MetadataExtractionFailed", str(error))
            self.add_failure(FAILED, FailedRecord(record.arrived_ms, line))
            return
        for one in records:
            partition = json.dumps(one.partition_keys, sort_keys=True) if is_partitioned(config) else ""
            self.buffers.setdefault(partition, Buffer()).add(with_delimiter(config, one))

    def add_failure(self, error_output_type, failure):
        self.failures.setdefault(error_output_type, Buffer()).add(failure)

    def deliver(self, everything=False):
        """Writes what is due; raises Undelivered at the first object that S3 refuses."""
        hints = self.hints()
        for write, buffers in ((self.write, self.buffers), (self.write_failures, self.failures)):
            for name, buffer in list(buffers.items()):
                if everything or buffer.is_due(hints):
                    write(name, buffer)
                    del buffers[name]

    def hints(self):
        given = {**DEFAULT_HINTS, **(self.config().get("BufferingHints") or {})}
        return Hints(given["SizeInMBs"] * MEBIBYTE, given["IntervalInSeconds"])

    def write(self, _partition, buffer):
        config, oldest = self.config(), buffer.oldest_arrival()
        body, extension, unconverted = self.body(config, buffer.records)
        if body is not None:
            prefix = data_prefix(config, oldest, buffer.records[0].partition_keys)
            self.put(config, prefix, oldest, config.get("FileExtension") or extension, body)
        for record, error in unconverted:
            self.add_failure(UNCONVERTED, FailedRecord(record.arrived_ms, self.unconverted_line(config, record, error)))

    def body(self, config, records):
        """(the object's content, its extension, what it could not take)."""
        conversion = conversion_of(config)
        if conversion:
            parquet, unconverted = to_parquet(conversion, records, self.region)
            return parquet, ".parquet", unconverted
        body = b"".join(record.data for record in records)
        return (gzip.compress(body), ".gz", []) if config.get("CompressionFormat") == "GZIP" else (body, "", [])

    def unconverted_line(self, config, record, error):
        schema = conversion_of(config)["SchemaConfiguration"]
        line = {
            "attemptsMade": 1,
            "arrivalTimestamp": record.arrived_ms,
            "lastErrorCode": error.code,
            "lastErrorMessage": str(error),
            "attemptEndingTimestamp": int(time.time() * 1000),
            "rawData": base64.b64encode(record.data).decode(),
            "sequenceNumber": record.kinesis["sequenceNumber"] if record.kinesis else None,
            "subSequenceNumber": None,
            "dataCatalogTable": {
                "catalogId": schema.get("CatalogId"),
                "databaseName": schema["DatabaseName"],
                "tableName": schema["TableName"],
                "region": schema.get("Region", self.region),
                "versionId": schema.get("VersionId", "LATEST"),
                "catalogArn": None,
            },
        }
        return json.dumps(line).encode() + b"\n"

    def write_failures(self, error_output_type, buffer):
        config, oldest = self.config(), buffer.oldest_arrival()
        body = b"".join(failure.data for failure in buffer.records)
        self.put(config, error_prefix(config, oldest, error_output_type), oldest, "", body)

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
