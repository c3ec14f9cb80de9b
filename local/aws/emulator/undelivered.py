"""What holds a delivery stream up for now: a permission or a resource is missing.

Firehose keeps the records, and tries again.

https://docs.aws.amazon.com/firehose/latest/dev/retry.html
"""


class Undelivered(Exception):
    pass
