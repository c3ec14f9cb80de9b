"""A gateway response's template may say what was wrong with the request: `$context.error.validationErrorString`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variables-template-example

It is a list in brackets, in the words of API Gateway's validator, and escaped for a JSON string. The
keywords of JSON Schema that are explained here are those that the project's models use; a body that
breaks another one gets the general message.
"""

import json

from ministack.services import apigateway_v1

VARIABLE = "$context.error.validationErrorString"


def restore():
    check = apigateway_v1._check_request_validation
    render = apigateway_v1._gateway_error_response

    def check_request_validation(method, api_id, request, headers, body, query_params):
        error = check(method, api_id, request, headers, body, query_params)
        if error is not None:
            error.validation = validation_error(error, schema_of(method, api_id), body)
        return error

    def gateway_error_response(error, request):
        status, headers, body = render(error, request)
        text = getattr(error, "validation", None) or error.message or ""
        return status, headers, body.replace(VARIABLE.encode(), json.dumps(text)[1:-1].encode())

    apigateway_v1._check_request_validation = check_request_validation
    apigateway_v1._gateway_error_response = gateway_error_response


def schema_of(method, api_id):
    return apigateway_v1._model_schema(api_id, (method.get("requestModels") or {}).get("application/json"))


def validation_error(error, schema, body):
    if error.response_type != "BAD_REQUEST_BODY":
        return error.message
    try:
        found = complaints(schema, json.loads(body))
    except ValueError:
        return error.message
    return f"[{', '.join(found)}]" if found else error.message


def complaints(schema, value):
    kinds = apigateway_v1._JSON_TYPES
    allowed = schema.get("type")
    if isinstance(allowed, str) and not kinds[allowed](value):
        actual = next(name for name in ("integer", *kinds) if kinds[name](value))
        return [f'instance type ({actual}) does not match any allowed primitive type (allowed: ["{allowed}"])']
    if isinstance(value, str):
        return length_complaints(schema, value)
    if not isinstance(value, dict):
        return []
    missing = sorted(name for name in schema.get("required", []) if name not in value)
    found = [f"object has missing required properties ({json.dumps(missing, separators=(',', ':'))})"] if missing else []
    properties = schema.get("properties", {})
    return found + [text for name in properties if name in value for text in complaints(properties[name], value[name])]


def length_complaints(schema, value):
    length = len(value)
    if length < schema.get("minLength", 0):
        return [f'string "{value}" is too short (length: {length}, required minimum: {schema["minLength"]})']
    if length > schema.get("maxLength", length):
        return [f'string "{value}" is too long (length: {length}, maximum allowed: {schema["maxLength"]})']
    return []
