"""A record on its way through a delivery stream, and a buffer of such records.

https://docs.aws.amazon.com/firehose/latest/dev/buffering-hints.html

A buffer is due at its size or at its interval, whichever comes first. Not AWS: the environment variable
`LONGEST_BUFFERING_SECONDS` caps every interval, so that a local run need not wait for minutes.
"""

import os
import time
from typing import NamedTuple

MEBIBYTE = 1024 * 1024
LONGEST_SECONDS = float(os.environ.get("LONGEST_BUFFERING_SECONDS", 900))


class DeliveryRecord(NamedTuple):
    id: str
    data: bytes
    arrived_ms: int
    """`kinesisRecordMetadata` of a record from a Kinesis stream, nothing for one that was put."""
    kinesis: dict | None
    """Namespace of a prefix expression -> name -> value."""
    partition_keys: dict = {}


class Hints(NamedTuple):
    size_bytes: float
    interval_seconds: float


class Buffer:
    def __init__(self):
        self.records = []
        self.size_bytes = 0
        self.opened = 0

    def add(self, record):
        if not self.records:
            self.opened = time.monotonic()
        self.records.append(record)
        self.size_bytes += len(record.data)

    def is_due(self, hints):
        if not self.records:
            return False
        age = time.monotonic() - self.opened
        return self.size_bytes >= hints.size_bytes or age >= min(hints.interval_seconds, LONGEST_SECONDS)

    def first(self, size_bytes):
        """As many records as fit, one at least."""
        batch, size = [], 0
        for record in self.records:
            size += len(record.data)
            if batch and size > size_bytes:
                break
            batch.append(record)
        return batch

    def drop(self, count):
        self.size_bytes -= sum(len(record.data) for record in self.records[:count])
        del self.records[:count]

    def oldest_arrival(self):
        return min(record.arrived_ms for record in self.records)
