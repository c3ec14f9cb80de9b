"""PutRecord and PutRecordBatch: their limits, and an answer for each record in its place.

https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
https://docs.aws.amazon.com/firehose/latest/dev/limits.html
"""

import base64
import binascii
import time

from ministack.core.responses import json_response
from ministack.services import firehose

from delivery_pipeline import pipelines
from delivery_records import DeliveryRecord

LARGEST_RECORD_BYTES = 1000 * 1024
LARGEST_BATCH_BYTES = 4 * 1024 * 1024
MOST_RECORDS = 500


def restore():
    firehose._HANDLERS["PutRecord"] = put_record(firehose._HANDLERS["PutRecord"])
    firehose._HANDLERS["PutRecordBatch"] = put_record_batch(firehose._HANDLERS["PutRecordBatch"])


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
