"""A delivery stream to S3 delivers from its creation to its deletion, and returns all of its settings.

https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationDescription.html

What is put, or comes from the Kinesis stream, is transformed, buffered and written: `delivery_pipeline.py`.
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services import firehose

from delivery_pipeline import DeliveryPipeline, pipelines
from delivery_settings import returned_settings, wrong_roles, wrong_settings


def restore():
    for action, handler in (
        ("CreateDeliveryStream", create),
        ("UpdateDestination", update),
        ("DeleteDeliveryStream", delete),
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
        problem = wrong_settings(config) or wrong_roles(config.get("RoleARN"), source.get("RoleARN"))
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


def describe(destination_description):
    def description_of_destination(destination):
        description = destination_description(destination)
        if destination["type"] == "ExtendedS3":
            description["ExtendedS3DestinationDescription"].update(returned_settings(destination["config"]))
        return description

    return description_of_destination
