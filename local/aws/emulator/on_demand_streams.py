"""A new data stream in on-demand mode has four shards.

https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html (4 MB/s and 4,000 records a
second of write capacity at the start, at 1 MB/s and 1,000 records a second a shard)
"""

from ministack.services import kinesis

SHARDS = 4


def restore():
    create = kinesis._create_stream

    def create_stream(request):
        on_demand = request.get("StreamModeDetails", {}).get("StreamMode") == "ON_DEMAND"
        return create({**request, "ShardCount": SHARDS} if on_demand else request)

    kinesis._create_stream = create_stream
