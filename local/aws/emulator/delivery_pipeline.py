"""What a delivery stream does with its records: from the source, by way of the function, into the bucket.

https://docs.aws.amazon.com/firehose/latest/dev/what-is-this-service.html#data-flow-diagrams

One thread for each delivery stream. What holds one stage up holds up the stages before it: nothing is lost.
"""

import logging
import threading
from collections import deque

from ministack.core.responses import request_scope
from ministack.services import firehose

import delivery_error_log
from delivery_objects import DeliveryObjects
from delivery_records import Buffer
from delivery_source import DeliverySource
from delivery_transformation import FAILED, transform, transformer_of
from undelivered import Undelivered

logger = logging.getLogger("firehose")

IDLE_SECONDS = 0.1
RETRY_SECONDS = 1
LONGEST_FLUSH_SECONDS = 20

pipelines = {}  # the delivery stream's ARN -> its pipeline


class DeliveryPipeline:
    def __init__(self, scope, delivery_stream):
        self.scope = scope
        self.delivery_stream = delivery_stream
        self.source = DeliverySource(delivery_stream["kinesis_source"]) if delivery_stream["kinesis_source"] else None
        self.objects = DeliveryObjects(delivery_stream, self.config)
        self.buffer = Buffer()
        self.was_put = deque()
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.run, name=delivery_stream["name"], daemon=True)

    def start(self):
        self.thread.start()
        return self

    def config(self):
        return self.delivery_stream["destinations"][0]["config"]

    def put(self, records):
        self.was_put.extend(records)

    def end(self):
        """Delivers what is there, unless it is held up."""
        self.ending.set()
        self.thread.join(LONGEST_FLUSH_SECONDS)

    def run(self):
        with request_scope(*self.scope):
            problem = None
            while not self.ending.is_set() and self.exists():
                problem = self.attempt(problem)
                self.ending.wait(RETRY_SECONDS if problem else IDLE_SECONDS)
            if self.ending.is_set():
                self.attempt(problem, everything=True)

    def exists(self):
        return firehose._streams.get(self.delivery_stream["name"]) is self.delivery_stream

    def attempt(self, last_problem, everything=False):
        """What went wrong, if anything did; it is logged when it is new."""
        try:
            self.work(everything)
            return None
        except Undelivered as problem:
            if str(problem) != last_problem:
                logger.warning("%s waits: %s", self.delivery_stream["name"], problem)
            delivery_error_log.tell(self.delivery_stream, self.config(), problem)
            return str(problem)
        except Exception as error:
            logger.exception("%s", self.delivery_stream["name"])
            return str(error)

    def work(self, everything):
        self.objects.deliver()
        self.take_in()
        self.process(everything)
        self.objects.deliver(everything)

    def take_in(self):
        while self.was_put:
            self.buffer.add(self.was_put.popleft())
        for record in self.source.read() if self.source else ():
            self.buffer.add(record)

    def process(self, everything):
        transformer = transformer_of(self.config())
        if transformer is None:
            for record in self.buffer.records:
                self.objects.add(record)
            self.buffer = Buffer()
            return
        while self.buffer.is_due(transformer.hints) or (everything and self.buffer.records):
            batch = self.buffer.first(transformer.hints.size_bytes)
            transformed, failures = transform(transformer, self.delivery_stream, batch, self.ending.wait)
            for record in transformed:
                self.objects.add(record)
            for failure in failures:
                self.objects.add_failure(FAILED, failure)
            self.buffer.drop(len(batch))
