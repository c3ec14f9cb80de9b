"""A handler that throws is answered with its error's type, its message and its stack trace.

https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
"""

import re
import threading

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

# The stack trace of the invocation that this thread waits for.
current = threading.local()


def restore():
    invoke = lambda_runtime.Worker.invoke
    execute = lambda_svc._execute_function_warm

    def noting_trace(worker, *arguments, **options):
        response = invoke(worker, *arguments, **options)
        current.trace = response.get("trace")
        return response

    def execute_function_warm(*arguments):
        current.trace = None
        result = execute(*arguments)
        if result.get("error") and current.trace:
            result["body"] = error_object(result["body"]["errorMessage"], current.trace)
        return result

    lambda_runtime.Worker.invoke = noting_trace
    lambda_svc._execute_function_warm = execute_function_warm


def error_object(message, trace):
    named = re.match(r"\w+", trace)
    return {"errorType": named.group() if named else "Error", "errorMessage": message, "trace": trace.split("\n")}
