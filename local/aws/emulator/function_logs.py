"""A function's log reaches CloudWatch Logs by its role: without the permissions there is none.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html#monitoring-cloudwatchlogs-prereqs
"""

from ministack.services import lambda_svc

from role_permissions import role_allows


def restore():
    emit = lambda_svc._emit_lambda_logs

    def emit_lambda_logs(function, *arguments, **options):
        if may_log(function.get("config") or function):
            emit(function, *arguments, **options)

    lambda_svc._emit_lambda_logs = emit_lambda_logs


def may_log(config):
    _, _, _, region, account, *_ = config["FunctionArn"].split(":")
    group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config['FunctionName']}"
    stream = f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:any"
    return all(role_allows(config["Role"], f"logs:{action}", stream, region) for action in ("CreateLogStream", "PutLogEvents"))
