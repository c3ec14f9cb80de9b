"""Event source mappings of Kinesis streams and of DynamoDB's streams, as Lambda documents them.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html

Settings that are left out have Lambda's defaults, and are returned. The function's role must be allowed
to read the stream, or to subscribe as the consumer of it that the mapping names. Each shard is read on
its own, see `shard_reader.py`. What the two kinds of stream differ in is in `event_sources.py`.
"""

import json
import threading

from ministack.core.responses import error_response_json, get_account_id, get_region, request_scope
from ministack.services import lambda_svc

from event_sources import kind_of
from role_permissions import role_allows
from shard_reader import ShardReader

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
    lambda_svc._poll_dynamodb_streams = lambda: False  # The line above has them too.


def create(create_mapping):
    def create_event_source_mapping(request):
        source = request.get("EventSourceArn", "")
        kind = kind_of(source)
        if kind is None:
            return create_mapping(request)
        refused = refused_position(kind, request.get("StartingPosition")) or denied_read(
            kind, request.get("FunctionName", ""), source
        )
        if refused:
            return refused
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


def refused_position(kind, position):
    if position in kind.starting_positions:
        return None
    allowed = ", ".join(kind.starting_positions)
    message = f"The StartingPosition {position} is not supported for this source: it takes {allowed}."
    return error_response_json("InvalidParameterValueException", message, 400)


def denied_read(kind, function_name, source_arn):
    name, qualifier, error = lambda_svc._resolve_existing_esm_function(function_name)
    if error:
        return error
    _, config = lambda_svc._get_func_record_for_qualifier(name, qualifier)
    if all(role_allows(config["Role"], *wanted, get_region()) for wanted in kind.reading(source_arn)):
        return None
    return error_response_json(
        "InvalidParameterValueException",
        f"Cannot access stream {source_arn}. Please ensure the role can perform the {kind.denied} on your "
        "stream in IAM.",
        400,
    )


def read_every_shard():
    """Starts the readers that are missing; the poll loop of ministack calls it at least once a second."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        if kind_of(mapping["EventSourceArn"]):
            with request_scope(account, region):
                start_readers((account, region), mapping)
    return False


def start_readers(scope, mapping, at_creation=False):
    source = kind_of(mapping["EventSourceArn"]).find(mapping["EventSourceArn"])
    if source is None or not mapping["Enabled"]:
        return
    lanes = mapping["ParallelizationFactor"]
    with lock:
        for shard_id, records in source.shards().items():
            key = (mapping["UUID"], shard_id)
            running = readers.get(key, [])
            if len(running) == lanes and all(reader.is_current() for reader in running):
                continue
            position = min((reader.position for reader in running), default=None)
            if position is None:
                position = starting_position(mapping, source, records) if at_creation else 0
            current = is_current(mapping, source, lanes)
            readers[key] = [
                ShardReader(scope, mapping, source, shard_id, lane, position, current).start()
                for lane in range(lanes)
            ]


def starting_position(mapping, source, records):
    """The sequence number after which a new mapping reads."""
    if mapping["StartingPosition"] == "TRIM_HORIZON":
        return 0
    before = records
    if mapping["StartingPosition"] == "AT_TIMESTAMP":
        before = [record for record in records if source.arrived_at(record) < mapping["StartingPositionTimestamp"]]
    return source.sequence_number(before[-1]) if before else 0


def is_current(mapping, source, lanes):
    def current():
        return (
            mapping["Enabled"]
            and mapping["ParallelizationFactor"] == lanes
            and lambda_svc._esms.get(mapping["UUID"]) is mapping
            and source.find(mapping["EventSourceArn"]) == source
        )

    return current
