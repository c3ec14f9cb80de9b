"""Starts ministack with the AWS behaviours that it lacks on this project's path restored.

Each module named in `RESTORED` restores one behaviour: its docstring states the behaviour and the page
of AWS's documentation that describes it, and its `restore()` replaces the functions at fault. They were
written against one version of ministack, so any other is refused.

Environment: ministack's own (`GATEWAY_PORT`, `BIND_HOST`, `AUTH`), `DEVELOPER_ACCESS_KEY_ID` and
`DEVELOPER_SECRET_ACCESS_KEY` (see `developer.py`), `COLLECTION_GATEWAY_URL` (see
`serverless_collections.py`), `LONGEST_BUFFERING_SECONDS` (see `delivery_records.py`).
"""

import importlib.metadata
import re
import sys
from pathlib import Path


def refuse_other_versions():
    requirements = Path(__file__).parents[1] / "requirements.txt"
    wanted = re.search(r"^ministack==(\S+)$", requirements.read_text(), re.MULTILINE).group(1)
    installed = importlib.metadata.version("ministack")
    if installed != wanted:
        sys.exit(
            f"ministack {installed} is installed, but the start-up file restores AWS's behaviour in {wanted} "
            f"only. Remove .local/python, so that it is installed again from {requirements}."
        )


refuse_other_versions()

import ministack.app  # noqa: E402

import access_log_settings  # noqa: E402
import change_records  # noqa: E402
import delivery_puts  # noqa: E402
import delivery_streams  # noqa: E402
import developer  # noqa: E402
import encoded_paths  # noqa: E402
import event_source_mappings  # noqa: E402
import function_environment  # noqa: E402
import function_errors  # noqa: E402
import function_logs  # noqa: E402
import lifetime  # noqa: E402
import metric_alarms  # noqa: E402
import on_demand_streams  # noqa: E402
import partiql_changes  # noqa: E402
import principals  # noqa: E402
import secure_transport  # noqa: E402
import serverless_collections  # noqa: E402
import stream_records  # noqa: E402
import stream_tags  # noqa: E402
import ttl_deletes  # noqa: E402
import validation_error_string  # noqa: E402

RESTORED = (
    access_log_settings,
    change_records,
    delivery_puts,
    delivery_streams,
    encoded_paths,
    event_source_mappings,
    function_environment,
    function_errors,
    function_logs,
    metric_alarms,
    on_demand_streams,
    partiql_changes,
    secure_transport,
    serverless_collections,
    stream_records,
    stream_tags,
    ttl_deletes,
    validation_error_string,
)

for behaviour in RESTORED:
    behaviour.restore()
developer.create()
principals.serve()
lifetime.end_with_parent()
try:
    ministack.app.main()
finally:
    lifetime.end()
