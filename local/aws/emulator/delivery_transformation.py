"""Firehose has a function transform the records, batch by batch.

https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html (the event)
https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html (the error codes)

A batch whose invocation fails is tried again, three times by default. Then its records are failures, as is
each record that the function answers with ProcessingFailed. How long Firehose waits between the attempts
is not documented: here 0.2 s, doubled each time.
"""

import base64
import binascii
import json
import time
import uuid
from typing import NamedTuple

from ministack.services import lambda_svc

from delivery_records import MEBIBYTE, Hints
from role_permissions import role_allows
from undelivered import Undelivered

# Of an event and of an answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LARGEST_PAYLOAD_BYTES = 6 * MEBIBYTE
FIRST_PAUSE_SECONDS = 0.2
# The error output type of what no function transformed.
FAILED = "processing-failed"
# https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html
DEFAULTS = {"NumberOfRetries": "3", "BufferSizeInMBs": "1", "BufferIntervalInSeconds": "60"}


class Transformer(NamedTuple):
    arn: str
    role_arn: str
    retries: int
    hints: Hints


class InvocationFailed(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class FailedRecord(NamedTuple):
    """A line of an object under the error prefix."""

    arrived_ms: int
    data: bytes


def transformer_of(config):
    for processor in processors_of(config, "Lambda"):
        given = {**DEFAULTS, "RoleArn": config["RoleARN"], **parameters_of(processor)}
        hints = Hints(float(given["BufferSizeInMBs"]) * MEBIBYTE, float(given["BufferIntervalInSeconds"]))
        return Transformer(given["LambdaArn"], given["RoleArn"], int(given["NumberOfRetries"]), hints)
    return None


def processors_of(config, kind):
    processing = config.get("ProcessingConfiguration") or {}
    if not processing.get("Enabled"):
        return []
    return [processor for processor in processing.get("Processors") or [] if processor["Type"] == kind]


def parameters_of(processor):
    return {one["ParameterName"]: one["ParameterValue"] for one in processor.get("Parameters") or []}


def transform(transformer, delivery_stream, records, pause):
    """(the transformed records, the failed ones); raises Undelivered where the role may not invoke."""
    attempt = 0
    while True:
        attempt += 1
        try:
            answers = invoke(transformer, delivery_stream, records)
            break
        except InvocationFailed as failure:
            if attempt > transformer.retries:
                return [], [failed(record, transformer, attempt, failure.code, str(failure)) for record in records]
            pause(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    transformed, failures = [], []
    for record in records:
        answer = answers[record.id]
        if answer["result"] == "Ok":
            keys = {"partitionKeyFromLambda": keys_of(answer)}
            transformed.append(record._replace(data=answer["data"], partition_keys=keys))
        elif answer["result"] != "Dropped":
            message = "ProcessingFailed status set for record"
            failures.append(failed(record, transformer, attempt, "Lambda.ProcessingFailedStatus", message))
    return transformed, failures


def invoke(transformer, delivery_stream, records):
    """What the function answers for each record's id."""
    region = delivery_stream["arn"].split(":")[3]
    if not role_allows(transformer.role_arn, "lambda:InvokeFunction", transformer.arn, region):
        raise Undelivered(f"{transformer.role_arn} may not lambda:InvokeFunction on {transformer.arn}")
    name, qualifier = lambda_svc._resolve_name_and_qualifier(transformer.arn)
    function, _ = lambda_svc._get_func_record_for_qualifier(name, qualifier)
    if function is None:
        raise InvocationFailed("Lambda.ResourceNotFound", f"The function {transformer.arn} does not exist.")
    event = event_of(delivery_stream, records)
    if len(json.dumps(event)) > LARGEST_PAYLOAD_BYTES:
        raise InvocationFailed("Lambda.FunctionRequestTooLarge", "The event is larger than 6 MB.")
    result = lambda_svc._execute_function(function, event)
    if result.get("throttle"):
        raise InvocationFailed("Lambda.InvokeLimitExceeded", "The Lambda invocation limit has been reached.")
    if result.get("error"):
        raise InvocationFailed(
            "Lambda.FunctionError", "The Lambda function was successfully invoked but it returned an error result."
        )
    return answers_of([record.id for record in records], result.get("body"))


def event_of(delivery_stream, records):
    event = {
        "invocationId": str(uuid.uuid4()),
        "deliveryStreamArn": delivery_stream["arn"],
        "region": delivery_stream["arn"].split(":")[3],
        "records": [event_record(record) for record in records],
    }
    source = delivery_stream.get("kinesis_source")
    return {**event, "sourceKinesisStreamArn": source["KinesisStreamARN"]} if source else event


def event_record(record):
    sent = {
        "recordId": record.id,
        "approximateArrivalTimestamp": record.arrived_ms,
        "data": base64.b64encode(record.data).decode(),
    }
    return {**sent, "kinesisRecordMetadata": record.kinesis} if record.kinesis else sent


def answers_of(ids, body):
    """The answers by id, their data decoded; raises InvocationFailed for what is not of the status model."""
    if isinstance(body, (str, bytes)):
        body = parsed(body)
    if len(json.dumps(body)) > LARGEST_PAYLOAD_BYTES:
        raise InvocationFailed("Lambda.FunctionError", "The function's answer is larger than 6 MB.")
    records = body.get("records") if isinstance(body, dict) else None
    if not isinstance(records, list) or not all(map(is_answer, records)):
        raise unreadable()
    answers = {record["recordId"]: record for record in records}
    if len(answers) < len(records):
        raise InvocationFailed(
            "Lambda.DuplicatedRecordId",
            "Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique "
            "record IDs for each record.",
        )
    if set(answers) != set(ids):
        raise InvocationFailed(
            "Lambda.MissingRecordId",
            "One or more record IDs were not returned. Ensure that the Lambda function returns all received record IDs.",
        )
    return {one: decoded(answer) for one, answer in answers.items()}


def is_answer(record):
    return (
        isinstance(record, dict)
        and isinstance(record.get("recordId"), str)
        and record.get("result") in ("Ok", "Dropped", "ProcessingFailed")
        and all(isinstance(value, str) for value in keys_of(record).values())
    )


def keys_of(answer):
    return (answer.get("metadata") or {}).get("partitionKeys") or {}


def decoded(answer):
    if answer["result"] != "Ok":
        return answer
    try:
        return {**answer, "data": base64.b64decode(answer["data"], validate=True)}
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise unreadable() from None


def parsed(body):
    try:
        return json.loads(body)
    except ValueError:
        raise unreadable() from None


def unreadable():
    return InvocationFailed(
        "Lambda.JsonProcessingException",
        "There was an error parsing returned records from the Lambda function. Ensure that the returned records "
        "follow the status model required by Amazon Data Firehose.",
    )


def failed(record, transformer, attempts, code, message):
    return FailedRecord(record.arrived_ms, failure_line(record, attempts, code, message, lambdaArn=transformer.arn))


def failure_line(record, attempts, code, message, **more):
    line = {
        "attemptsMade": attempts,
        "arrivalTimestamp": record.arrived_ms,
        "errorCode": code,
        "errorMessage": message,
        "attemptEndingTimestamp": int(time.time() * 1000),
        "rawData": base64.b64encode(record.data).decode(),
        **more,
    }
    return json.dumps(line).encode() + b"\n"
