"""A function's environment is what Lambda documents and what its configuration sets, nothing else.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime

ministack hands its own whole environment down, and leaves some of Lambda's variables out.
"""

import os
import subprocess
from types import SimpleNamespace

from ministack.core import lambda_runtime

from lifetime import ending_with_emulator

# What a process needs on any machine, from the emulator's environment.
INHERITED = ("PATH", "HOME", "TMPDIR", "LANG")


def restore():
    lambda_runtime.subprocess = SimpleNamespace(
        PIPE=subprocess.PIPE, STDOUT=subprocess.STDOUT, TimeoutExpired=subprocess.TimeoutExpired,
        DEVNULL=subprocess.DEVNULL, Popen=start,
    )
    spawn = lambda_runtime.Worker._spawn

    def spawn_with_configuration(worker):
        worker.config = with_lambda_variables(worker.config)
        spawn(worker)

    lambda_runtime.Worker._spawn = spawn_with_configuration


def start(command, env, **options):
    own = {name for name in os.environ if name not in INHERITED}
    return subprocess.Popen(ending_with_emulator(command), env=without(env, own), **options)


def without(env, names):
    """Drops the emulator's own variables, unless the function was given another value of its own."""
    return {name: value for name, value in env.items() if name not in names or value != os.environ[name]}


def with_lambda_variables(config):
    name = config.get("FunctionName", "")
    given = config.get("Environment", {}).get("Variables", {})
    variables = {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{config.get('Runtime', '')}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{name}",
        "TZ": ":UTC",
        "_HANDLER": config.get("Handler", ""),
    }
    return {**config, "Environment": {**config.get("Environment", {}), "Variables": {**variables, **given}}}
