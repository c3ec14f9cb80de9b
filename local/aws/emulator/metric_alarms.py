"""DescribeAlarms returns all settings of a metric alarm.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html

ministack leaves most of them out of its XML, which Terraform asks for. Alarms on metric math are not here.
"""

import re
from datetime import datetime, timezone
from xml.sax.saxutils import escape

from ministack.services import cloudwatch

# An element of `MetricAlarms`: a composite alarm's state does not follow its ARN.
NAME = "<member><AlarmName>([^<]*)</AlarmName>"
MEMBER = re.compile(NAME + "<AlarmArn>[^<]*</AlarmArn><StateValue>.*?</member>", re.DOTALL)


def restore():
    describe = cloudwatch._describe_alarms

    def describe_alarms(params, cbor_data, is_cbor, is_json=False):
        status, headers, body = describe(params, cbor_data, is_cbor, is_json)
        if is_cbor or is_json or status != 200:
            return status, headers, body
        return status, headers, MEMBER.sub(whole_member, body.decode()).encode()

    cloudwatch._describe_alarms = describe_alarms


def whole_member(member):
    return element("member", settings_of(cloudwatch._alarms[member.group(1)]))


def settings_of(alarm):
    """Without what was not set; a percentile takes the place of a statistic."""
    left_out = {"Statistic"} if alarm["ExtendedStatistic"] else set()
    return {name: value for name, value in alarm.items() if name not in left_out and value not in (None, "")}


def element(name, value):
    return f"<{name}>{content(name, value)}</{name}>"


def content(name, value):
    if isinstance(value, dict):
        return "".join(element(*member) for member in value.items())
    if isinstance(value, list):
        return "".join(element("member", member) for member in value)
    if isinstance(value, bool):
        return str(value).lower()
    if name.endswith("Timestamp"):
        return datetime.fromtimestamp(value, timezone.utc).isoformat()
    return escape(str(value))
