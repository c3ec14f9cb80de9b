"""A stage that logs no access returns no `accessLogSettings`.

https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html (a member that is not set is left out)
"""

from ministack.services import apigateway_v1


def restore():
    respond = apigateway_v1._v1_response

    def response(body, *status):
        if isinstance(body, dict) and body.get("accessLogSettings") == {}:
            body = {name: value for name, value in body.items() if name != "accessLogSettings"}
        return respond(body, *status)

    apigateway_v1._v1_response = response
