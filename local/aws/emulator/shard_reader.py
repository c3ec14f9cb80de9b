"""Reads one shard for one event source mapping, and invokes the function batch by batch.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#kinesis-polling-and-batching
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html#dynamodb-polling-and-batching
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html

With a ParallelizationFactor of N a shard has N readers; each takes the partition keys that hash to it,
so that the records of one key stay in order. How long Lambda waits between retries is not documented:
here 0.2 s, doubled at each failure up to 10 s.
"""

import logging
import threading
import time
import zlib
from bisect import bisect_right
from typing import NamedTuple

from ministack.core.responses import request_scope
from ministack.services import lambda_svc

import discarded_batches
from batch_outcome import judge
from role_permissions import role_allows

logger = logging.getLogger("lambda")

IDLE_SECONDS = 0.02
FIRST_RETRY_SECONDS = 0.2
LONGEST_RETRY_SECONDS = 10
LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024


class Batch(NamedTuple):
    records: list
    failures: int = 0


class ShardReader:
    def __init__(self, scope, mapping, source, shard_id, lane, position, is_current):
        """`position`: the sequence number after which to read. `is_current()`: false ends the reader."""
        self.scope = scope
        self.mapping = mapping
        self.source = source
        self.shard_id = shard_id
        self.lane = lane
        self.position = position
        self.is_current = is_current

    def start(self):
        threading.Thread(target=self.run, name=f"{self.mapping['UUID']}-{self.shard_id}", daemon=True).start()
        return self

    def run(self):
        with request_scope(*self.scope):
            while self.is_current():
                try:
                    self.deliver(self.next_records())
                except Exception:
                    logger.exception("Reading %s for %s", self.shard_id, self.mapping["FunctionName"])
                    time.sleep(1)

    def next_records(self):
        """Waits for a full batch, or for the batching window to end after the first record came."""
        records = self.available()
        window_ends = None
        while self.is_current() and not self.is_full(records):
            now = time.monotonic()
            if records and window_ends is None:
                window_ends = now + self.mapping.get("MaximumBatchingWindowInSeconds", 0)
            if window_ends is not None and now >= window_ends:
                break
            time.sleep(IDLE_SECONDS)
            records = self.available()
        return records

    def is_full(self, records):
        return len(records) >= self.mapping["BatchSize"] or self.payload_size(records) >= LARGEST_PAYLOAD_BYTES

    def available(self):
        """The next records of this lane, at most a batch of them."""
        records = self.source.shards()[self.shard_id]
        unread = records[bisect_right(records, self.position, key=self.source.sequence_number) :]
        lanes = self.mapping["ParallelizationFactor"]
        batch, size = [], 0
        for record in unread:
            if lanes > 1 and lane_of(self.source.partition_key(record), lanes) != self.lane:
                continue
            size += self.source.size(record)
            if batch and size > LARGEST_PAYLOAD_BYTES or len(batch) == self.mapping["BatchSize"]:
                break
            batch.append(record)
        if not batch and unread:
            self.position = self.source.sequence_number(unread[-1])  # All of it is for other lanes.
        return batch

    def payload_size(self, records):
        return sum(self.source.size(record) for record in records)

    def deliver(self, records):
        """Ends when each record is done or given up."""
        batches = [Batch(records)] if records else []
        while batches and self.is_current():
            batches[:0] = self.attempt(batches.pop(0))

    def attempt(self, batch):
        """Invokes the function once, and returns what is left of the batch."""
        function, config = lambda_svc._get_func_record_for_qualifier(
            self.mapping["FunctionName"], self.mapping.get("Qualifier")
        )
        if function is None or not self.may_read(config["Role"]):
            self.mapping["LastProcessingResult"] = "PROBLEM: Access denied or no function"
            time.sleep(1)
            return [batch]
        fresh = self.give_up_expired(batch, config)
        events = lambda_svc._apply_filter_criteria(self.events(fresh, config), self.mapping)
        if not events:
            self.checkpoint(fresh)
            return []
        result = lambda_svc._execute_function(function, {"Records": events})
        if result.get("throttle"):
            time.sleep(FIRST_RETRY_SECONDS)
            return [batch._replace(records=fresh)]
        numbers = [self.source.number_of(event) for event in events]
        outcome = judge(numbers, bool(result.get("error")), result.get("body"), self.reports_item_failures())
        if outcome.done == len(events):
            self.mapping["LastProcessingResult"] = "OK"
            self.checkpoint(fresh)
            return []
        self.mapping["LastProcessingResult"] = "PROBLEM: Function call failed"
        first_failed = int(numbers[outcome.done])
        done = [record for record in fresh if self.source.sequence_number(record) < first_failed]
        self.checkpoint(done)
        left = fresh[len(done) :]
        return self.retry(Batch(left, 0 if outcome.done else batch.failures), outcome, result, config)

    def retry(self, batch, outcome, result, config):
        """A failed batch: halved, which is not counted as a retry, or whole once more, or given up."""
        records, failures = batch.records, batch.failures
        retries = self.mapping["MaximumRetryAttempts"]
        halve = self.mapping["BisectBatchOnFunctionError"] and not outcome.reported and len(records) > 1
        if not halve:
            failures += 1
            if 0 <= retries < failures:
                self.discard(records, config, "RetryAttemptsExhausted", failures, bool(result.get("error")))
                return []
        self.pause(min(FIRST_RETRY_SECONDS * 2 ** max(failures - 1, 0), LONGEST_RETRY_SECONDS))
        if not halve:
            return [Batch(records, failures)]
        middle = len(records) // 2
        return [Batch(records[:middle], failures), Batch(records[middle:], failures)]

    def pause(self, seconds):
        until = time.monotonic() + seconds
        while self.is_current() and time.monotonic() < until:
            time.sleep(IDLE_SECONDS)

    def give_up_expired(self, batch, config):
        """Discards the records above the maximum age, or the stream's retention, and returns the rest."""
        oldest = time.time() - self.maximum_age()
        expired = [record for record in batch.records if self.source.arrived_at(record) < oldest]
        if expired:
            self.discard(expired, config, "RecordAgeExceeded", batch.failures, batch.failures > 0)
        return batch.records[len(expired) :]

    def maximum_age(self):
        retention = self.source.retention_seconds()
        age = self.mapping["MaximumRecordAgeInSeconds"]
        return retention if age < 0 else min(age, retention)

    def discard(self, records, config, condition, invoke_count, function_error):
        destination = (self.mapping["DestinationConfig"].get("OnFailure") or {}).get("Destination")
        if destination:
            record = discarded_batches.invocation_record(
                config["FunctionArn"], condition, invoke_count, function_error, self.source, self.shard_id, records
            )
            events = self.events(records, config)
            try:
                discarded_batches.send(destination, self.mapping["UUID"], self.shard_id, record, events, config)
            except Exception as error:
                logger.error("The discarded batch did not reach %s: %s", destination, error)
        self.checkpoint(records)

    def checkpoint(self, records):
        if records:
            self.position = self.source.sequence_number(records[-1])

    def reports_item_failures(self):
        return "ReportBatchItemFailures" in (self.mapping.get("FunctionResponseTypes") or [])

    def may_read(self, role_arn):
        wanted = self.source.reading(self.mapping["EventSourceArn"])
        return all(role_allows(role_arn, *one, self.scope[1]) for one in wanted)

    def events(self, records, config):
        return [self.source.event(record, self.shard_id, config) for record in records]


def lane_of(partition_key, lanes):
    return zlib.crc32(partition_key.encode()) % lanes
