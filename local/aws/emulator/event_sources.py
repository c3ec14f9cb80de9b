"""The streams that an event source mapping can read shard by shard, and what is particular to each kind.

A kind has these members; `records` are as ministack stores them, `events` as the function gets them:

- `reading(arn)`: (action, resource) pairs that the function's role must be allowed
- `starting_positions`, `denied`: what CreateEventSourceMapping takes, and says of a role that may not read
- `find(arn)`: the stream as it is now, or nothing where it does not exist or is not active; two finds of
  one stream are equal, and differ from a stream of the same name that was made later
- `shards()`, `retention_seconds()`
- `number(record)`: its sequence number as text, `sequence_number(record)`: to compare
- `arrived_at(record)` in seconds, `partition_key(record)`, `size(record)` in bytes
- `event(record, shard_id, config)`, and `number_of(event)`: the sequence number in there
- `batch_info`: the name that an on-failure record gives the batch's place; `iso(seconds)`: times in there
"""

from dynamodb_source import DynamoDBSource
from kinesis_source import KinesisSource

KINDS = {"kinesis": KinesisSource, "dynamodb": DynamoDBSource}


def kind_of(source_arn):
    """The kind of a stream, or nothing for what is no stream, such as a queue."""
    return KINDS.get(source_arn.split(":")[2]) if source_arn.startswith("arn:") else None
