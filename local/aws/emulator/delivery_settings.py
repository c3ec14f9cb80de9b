"""The settings of a delivery stream to S3: what is refused, and what is returned.

https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (a role that Firehose may assume)

Settings that are left out have Firehose's defaults. What the emulator cannot do is refused, too.
"""

import json

from ministack.services import iam

from delivery_objects import DEFAULT_HINTS
from delivery_prefixes import is_partitioned, wrong_prefixes
from delivery_processors import wrong_processors
from delivery_transformation import DEFAULTS, parameters_of
from record_format_conversion import conversion_of, wrong_conversion

# Dynamic partitioning and record format conversion need buffers of this size at least.
SMALLEST_LARGE_BUFFER_MB = 64


def wrong_settings(config):
    """Why Firehose, or the emulator, does not take the destination; nothing where it does."""
    hints = {**DEFAULT_HINTS, **(config.get("BufferingHints") or {})}
    size, interval = hints["SizeInMBs"], hints["IntervalInSeconds"]
    compression = config.get("CompressionFormat") or "UNCOMPRESSED"
    if not 1 <= size <= 128 or not 0 <= interval <= 900:
        return "BufferingHints: SizeInMBs must be from 1 to 128, IntervalInSeconds from 0 to 900."
    for large, feature in (
        (is_partitioned(config), "Dynamic Partitioning"),
        (conversion_of(config), "data format conversion"),
    ):
        if large and size < SMALLEST_LARGE_BUFFER_MB:
            return f"BufferingHints.SizeInMBs must be at least {SMALLEST_LARGE_BUFFER_MB} when {feature} is enabled."
    if compression not in ("UNCOMPRESSED", "GZIP"):
        return f"This emulator compresses to GZIP only, not to {compression}."
    if config.get("S3BackupMode") == "Enabled":
        return "This emulator keeps no backup of the source records."
    return wrong_prefixes(config) or wrong_processors(config) or wrong_conversion(config)


def wrong_roles(*role_arns):
    for role_arn in filter(None, role_arns):
        role = iam._roles.get(role_arn.rsplit("/", 1)[-1])
        if role is None or "firehose.amazonaws.com" not in json.dumps(role["AssumeRolePolicyDocument"]):
            return f"Firehose is unable to assume role {role_arn}. Please check the role provided."
    return None


def returned_settings(config):
    return {
        **{name: value for name, value in config.items() if value not in ("", None)},
        "ProcessingConfiguration": with_defaults(config),
        "CloudWatchLoggingOptions": config.get("CloudWatchLoggingOptions") or {"Enabled": False},
    }


def with_defaults(config):
    processing = config.get("ProcessingConfiguration") or {"Enabled": False}
    processors = [processor_with_defaults(one, config["RoleARN"]) for one in processing.get("Processors") or []]
    return {"Enabled": processing.get("Enabled", False), "Processors": processors}


def processor_with_defaults(processor, role_arn):
    if processor["Type"] != "Lambda":
        return processor
    parameters = {**parameters_of(processor)}
    for name, value in {**DEFAULTS, "RoleArn": role_arn}.items():
        parameters.setdefault(name, value)
    listed = [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]
    return {**processor, "Parameters": listed}
