"""The keys of the objects that Firehose writes: the evaluated prefix, then a name of its own.

https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
"""

import re
import secrets
import string
import uuid
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ministack.services.firehose import _java_time

EXPRESSION = re.compile(r"!\{([A-Za-z]+):([^}]*)\}")
ERROR_OUTPUT_TYPE = "!{firehose:error-output-type}"
PARTITION_KEYS = ("partitionKeyFromQuery", "partitionKeyFromLambda")


class CannotEvaluate(Exception):
    """An expression has no value: the record goes to the error prefix."""


def object_key(config, delivery_stream, prefix, arrived_ms, extension):
    moment = local_time(config, arrived_ms)
    name, version = delivery_stream["name"], delivery_stream["version"]
    return f"{prefix}{name}-{version}-{_java_time('yyyy-MM-dd-HH-mm-ss', moment)}-{uuid.uuid4()}{extension}"


def data_prefix(config, arrived_ms, keys):
    """`keys`: namespace -> the partition keys of the records, for `PARTITION_KEYS`."""
    template = config.get("Prefix") or ""
    if not EXPRESSION.search(template):
        template += "!{timestamp:yyyy/MM/dd/HH/}"
    return evaluate(template, local_time(config, arrived_ms), keys)


def error_prefix(config, arrived_ms, error_output_type):
    """Without an ErrorOutputPrefix it is the Prefix, the type and the time."""
    template = config.get("ErrorOutputPrefix") or config.get("Prefix") or ""
    if not EXPRESSION.search(template):
        template += f"{ERROR_OUTPUT_TYPE}/!{{timestamp:yyyy/MM/dd/HH/}}"
    return evaluate(template, local_time(config, arrived_ms), {"firehose": {"error-output-type": error_output_type}})


def evaluate(template, moment, keys):
    def value_of(expression):
        namespace, name = expression.groups()
        if namespace == "timestamp":
            return _java_time(name, moment)
        if (namespace, name) == ("firehose", "random-string"):
            return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(11))
        value = keys.get(namespace, {}).get(name)
        if not value:
            raise CannotEvaluate(f"The record has no {namespace}:{name}, which the S3 prefix asks for.")
        return value

    return EXPRESSION.sub(value_of, template)


def local_time(config, arrived_ms):
    zone = config.get("CustomTimeZone") or "UTC"
    moment = datetime.fromtimestamp(arrived_ms / 1000, timezone.utc if zone == "UTC" else ZoneInfo(zone))
    return moment.timetuple()


def wrong_prefixes(config):
    """The rules of the page's end, in a sentence each; nothing where they are kept."""
    prefix, error = config.get("Prefix") or "", config.get("ErrorOutputPrefix") or ""
    if ERROR_OUTPUT_TYPE in prefix:
        return f"Prefix cannot contain {ERROR_OUTPUT_TYPE}."
    if EXPRESSION.search(prefix) and not error:
        return "ErrorOutputPrefix cannot be null when Prefix contains expressions."
    if EXPRESSION.search(error) and ERROR_OUTPUT_TYPE not in error:
        return f"ErrorOutputPrefix must contain {ERROR_OUTPUT_TYPE} when it contains expressions."
    partitioned = any(namespace in PARTITION_KEYS for namespace, _ in EXPRESSION.findall(prefix))
    if partitioned != is_partitioned(config):
        return "Partition keys in the Prefix and dynamic partitioning need each other."
    try:
        local_time(config, 0)
    except (ZoneInfoNotFoundError, ValueError):
        return f"CustomTimeZone {config['CustomTimeZone']} is not a time zone."
    return None


def is_partitioned(config):
    return (config.get("DynamicPartitioningConfiguration") or {}).get("Enabled", False)
