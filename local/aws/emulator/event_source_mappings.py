"""Event source mappings of Kinesis streams, as Lambda documents them.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html (the role's permissions)

Settings that are left out have Lambda's defaults, and are returned. The function's role must be allowed
to read the stream, or to subscribe as the consumer of it that the mapping names. Each shard is read on its own, see `shard_reader.py`.
"""

import json
import threading

from ministack.core.responses import error_response_json, get_account_id, get_region, request_scope
from ministack.services import lambda_svc

from role_permissions import role_allows
from shard_reader import ShardReader, reading, sequence_number, stream_of

DEFAULTS = {
    "BatchSize": 100,
    "BisectBatchOnFunctionError": False,
    "DestinationConfig": {"OnFailure": {}},
    "MaximumBatchingWindowInSeconds": 0,
    "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1,
    "ParallelizationFactor": 1,
    "TumblingWindowInSeconds": 0,
}

# (mapping, shard) -> its readers, one a lane.
readers = {}
lock = threading.Lock()


def restore():
    lambda_svc._create_esm = create(lambda_svc._create_esm)
    lambda_svc._poll_kinesis = read_every_shard


def create(create_mapping):
    def create_event_source_mapping(request):
        source = request.get("EventSourceArn", "")
        if ":kinesis:" not in source:
            return create_mapping(request)
        denied = denied_read(request.get("FunctionName", ""), source)
        if denied:
            return denied
        # ministack knows no consumers: it checks the stream, and the mapping then reads as the consumer.
        stream_arn = source.partition("/consumer/")[0]
        status, headers, body = create_mapping({**DEFAULTS, **request, "EventSourceArn": stream_arn})
        if status == 202:
            mapping = lambda_svc._esms[json.loads(body)["UUID"]]
            mapping["EventSourceArn"] = source
            mapping.setdefault("TumblingWindowInSeconds", 0)
            if "StartingPositionTimestamp" in request:
                mapping["StartingPositionTimestamp"] = request["StartingPositionTimestamp"]
            start_readers((get_account_id(), get_region()), mapping, at_creation=True)
            body = json.dumps(lambda_svc._esm_response(mapping)).encode()
        return status, headers, body

    return create_event_source_mapping


def denied_read(function_name, source_arn):
    name, qualifier, error = lambda_svc._resolve_existing_esm_function(function_name)
    if error:
        return error
    _, config = lambda_svc._get_func_record_for_qualifier(name, qualifier)
    if all(role_allows(config["Role"], *wanted, get_region()) for wanted in reading(source_arn)):
        return None
    return error_response_json(
        "InvalidParameterValueException",
        f"Cannot access stream {source_arn}. Please ensure the role can perform the GetRecords, GetShardIterator, "
        "DescribeStream, ListShards, and ListStreams Actions on your stream in IAM.",
        400,
    )


def read_every_shard():
    """Starts the readers that are missing; the poll loop of ministack calls it at least once a second."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        if ":kinesis:" in mapping["EventSourceArn"]:
            with request_scope(account, region):
                start_readers((account, region), mapping)
    return False


def start_readers(scope, mapping, at_creation=False):
    stream = stream_of(mapping["EventSourceArn"])
    if stream is None or stream["StreamStatus"] != "ACTIVE" or not mapping["Enabled"]:
        return
    lanes = mapping["ParallelizationFactor"]
    with lock:
        for shard_id, shard in stream["shards"].items():
            key = (mapping["UUID"], shard_id)
            running = readers.get(key, [])
            if len(running) == lanes and all(reader.is_current() for reader in running):
                continue
            position = min((reader.position for reader in running), default=None)
            if position is None:
                position = starting_position(mapping, shard) if at_creation else 0
            readers[key] = [
                ShardReader(scope, mapping, stream, shard_id, lane, position, is_current(mapping, stream, lanes)).start()
                for lane in range(lanes)
            ]


def starting_position(mapping, shard):
    """The sequence number after which a new mapping reads."""
    if mapping["StartingPosition"] == "TRIM_HORIZON":
        return 0
    before = shard["records"]
    if mapping["StartingPosition"] == "AT_TIMESTAMP":
        before = [r for r in before if r["ApproximateArrivalTimestamp"] < mapping["StartingPositionTimestamp"]]
    return sequence_number(before[-1]) if before else 0


def is_current(mapping, stream, lanes):
    def current():
        return (
            mapping["Enabled"]
            and mapping["ParallelizationFactor"] == lanes
            and lambda_svc._esms.get(mapping["UUID"]) is mapping
            and stream_of(mapping["EventSourceArn"]) is stream
        )

    return current
