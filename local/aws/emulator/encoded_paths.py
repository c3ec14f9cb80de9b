"""A REST API hands a function the path, and its parameters, as the client sent them: percent-encoded.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
https://github.com/aws/aws-sam-cli/issues/771 and https://github.com/localstack/localstack/pull/7728
(events captured on AWS, where the documentation says nothing of it)

So `/items/a%2Fb` is the item `a/b`, and not a resource below `/items/a`. Query parameters come decoded.
"""

import ministack.app
from ministack.services import apigateway_v1


def restore():
    handle = ministack.app._handle_execute_api_request

    async def handle_execute_api_request(host, path, *arguments, raw_path=None, **options):
        if raw_path is not None and is_of_rest_api(host, path):
            path = raw_path
        return await handle(host, path, *arguments, raw_path=raw_path, **options)

    ministack.app._handle_execute_api_request = handle_execute_api_request


def is_of_rest_api(host, path):
    called = ministack.app._parse_execute_api_url(host, path)
    return called is not None and apigateway_v1.find_api_scope(called[0]) is not None
