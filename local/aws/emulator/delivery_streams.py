"""Delivery streams to S3, as Firehose documents them.

https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationDescription.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
https://docs.aws.amazon.com/firehose/latest/dev/limits.html

What is put, or comes from the Kinesis stream, is transformed, buffered and written, see
`delivery_pipeline.py`. All settings are returned, with Firehose's defaults. What the emulator cannot do, it
refuses at creation.
"""

import base64
import binascii
import json
import time

from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import firehose, iam

from delivery_objects import DEFAULT_HINTS
from delivery_pipeline import DeliveryPipeline
from delivery_prefixes import is_partitioned, wrong_prefixes
from delivery_processors import wrong_processors
from delivery_records import DeliveryRecord
from delivery_transformation import DEFAULTS, parameters_of
from record_format_conversion import conversion_of, wrong_conversion

LARGEST_RECORD_BYTES = 1000 * 1024
LARGEST_BATCH_BYTES = 4 * 1024 * 1024
MOST_RECORDS = 500
# Dynamic partitioning and record format conversion need buffers of this size at least.
SMALLEST_LARGE_BUFFER_MB = 64

pipelines = {}  # the delivery stream's ARN -> its pipeline


def restore():
    for action, handler in (
        ("CreateDeliveryStream", create),
        ("UpdateDestination", update),
        ("DeleteDeliveryStream", delete),
        ("PutRecord", put_record),
        ("PutRecordBatch", put_record_batch),
    ):
        firehose._HANDLERS[action] = handler(firehose._HANDLERS[action])
    firehose._dest_description = describe(firehose._dest_description)
    # The pipelines read the stream themselves.
    firehose.ingest_from_kinesis_source = lambda _stream_arn, _records: None


def create(create_stream):
    def create_delivery_stream(request):
        config = request.get("ExtendedS3DestinationConfiguration")
        if config is None:
            return create_stream(request)
        source = request.get("KinesisStreamSourceConfiguration") or {}
        roles = [config.get("RoleARN", ""), source.get("RoleARN")]
        problem = wrong_settings(config) or next((wrong_role(role) for role in roles if role and wrong_role(role)), None)
        if problem:
            return firehose._invalid(problem)
        answer = create_stream(request)
        if answer[0] == 200:
            stream = firehose._streams[request["DeliveryStreamName"]]
            pipelines[stream["arn"]] = DeliveryPipeline((get_account_id(), get_region()), stream).start()
        return answer

    return create_delivery_stream


def update(update_destination):
    def update_delivery_destination(request):
        change = request.get("ExtendedS3DestinationUpdate")
        stream = firehose._streams.get(request.get("DeliveryStreamName", ""))
        if change is not None and stream and stream["destinations"]:
            problem = wrong_settings({**stream["destinations"][0]["config"], **change})
            if problem:
                return firehose._invalid(problem)
        return update_destination(request)

    return update_delivery_destination


def delete(delete_stream):
    def delete_delivery_stream(request):
        stream = firehose._streams.get(request.get("DeliveryStreamName", ""))
        answer = delete_stream(request)
        pipeline = pipelines.pop(stream["arn"], None) if stream and answer[0] == 200 else None
        if pipeline:
            pipeline.end()
        return answer

    return delete_delivery_stream


def wrong_settings(config):
    """Why Firehose, or the emulator, does not take the destination; nothing where it does."""
    hints = {**DEFAULT_HINTS, **(config.get("BufferingHints") or {})}
    size, interval = hints["SizeInMBs"], hints["IntervalInSeconds"]
    compression = config.get("CompressionFormat") or "UNCOMPRESSED"
    if not 1 <= size <= 128 or not 0 <= interval <= 900:
        return "BufferingHints: SizeInMBs must be from 1 to 128, IntervalInSeconds from 0 to 900."
    for large, feature in (
        (is_partitioned(config), "Dynamic Partitioning"),
        (conversion_of(config), "data format conversion"),
    ):
        if large and size < SMALLEST_LARGE_BUFFER_MB:
            return f"BufferingHints.SizeInMBs must be at least {SMALLEST_LARGE_BUFFER_MB} when {feature} is enabled."
    if compression not in ("UNCOMPRESSED", "GZIP"):
        return f"This emulator compresses to GZIP only, not to {compression}."
    if config.get("S3BackupMode") == "Enabled":
        return "This emulator keeps no backup of the source records."
    return wrong_prefixes(config) or wrong_processors(config) or wrong_conversion(config)


def wrong_role(role_arn):
    role = iam._roles.get(role_arn.rsplit("/", 1)[-1])
    trust = json.dumps(role["AssumeRolePolicyDocument"]) if role else ""
    if "firehose.amazonaws.com" in trust:
        return None
    return f"Firehose is unable to assume role {role_arn}. Please check the role provided."


def describe(destination_description):
    def description_of_destination(destination):
        description = destination_description(destination)
        if destination["type"] == "ExtendedS3":
            config = destination["config"]
            description["ExtendedS3DestinationDescription"].update(
                {name: value for name, value in config.items() if value not in ("", None)},
                ProcessingConfiguration=with_defaults(config),
                CloudWatchLoggingOptions=config.get("CloudWatchLoggingOptions") or {"Enabled": False},
            )
        return description

    return description_of_destination


def with_defaults(config):
    processing = config.get("ProcessingConfiguration") or {"Enabled": False}
    processors = [processor_with_defaults(one, config["RoleARN"]) for one in processing.get("Processors") or []]
    return {"Enabled": processing.get("Enabled", False), "Processors": processors}


def processor_with_defaults(processor, role_arn):
    if processor["Type"] != "Lambda":
        return processor
    parameters = {**parameters_of(processor)}
    for name, value in {**DEFAULTS, "RoleArn": role_arn}.items():
        parameters.setdefault(name, value)
    listed = [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]
    return {**processor, "Parameters": listed}


def put_record(put):
    def put_one(request):
        pipeline = pipeline_of(request)
        if pipeline is None:
            return put(request)
        data, problem = data_of([request.get("Record") or {}])
        if problem:
            return firehose._invalid(problem)
        (record,) = take(pipeline, data)
        return json_response({"RecordId": record.id, "Encrypted": False})

    return put_one


def put_record_batch(put):
    def put_several(request):
        pipeline = pipeline_of(request)
        if pipeline is None:
            return put(request)
        records = request.get("Records") or []
        if not 1 <= len(records) <= MOST_RECORDS:
            return firehose._invalid(f"A batch has 1 to {MOST_RECORDS} records, not {len(records)}.")
        data, problem = data_of(records)
        if problem:
            return firehose._invalid(problem)
        if sum(map(len, data)) > LARGEST_BATCH_BYTES:
            return firehose._invalid("Records size exceeds 4 MB limit.")
        answers = [{"RecordId": record.id} for record in take(pipeline, data)]
        return json_response({"FailedPutCount": 0, "Encrypted": False, "RequestResponses": answers})

    return put_several


def pipeline_of(request):
    """Of a delivery stream that takes records from PutRecord; ministack answers for all others."""
    stream = firehose._streams.get(request.get("DeliveryStreamName", ""))
    return pipelines.get(stream["arn"]) if stream and stream["type"] == "DirectPut" else None


def data_of(records):
    """(each record's bytes, nothing), or (nothing, what is wrong with one)."""
    try:
        data = [base64.b64decode(record["Data"], validate=True) for record in records]
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None, "Record.Data must be valid base64."
    if any(len(one) > LARGEST_RECORD_BYTES for one in data):
        return None, f"Record size exceeds {LARGEST_RECORD_BYTES} bytes limit."
    return data, None


def take(pipeline, data):
    now = int(time.time() * 1000)
    records = [DeliveryRecord(firehose._record_id(), one, now, None) for one in data]
    pipeline.put(records)
    return records
