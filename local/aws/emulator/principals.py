"""`GET /_local/principals/{accessKeyId}`: whose key it is, for the collection's gateway.

The gateway verifies signatures and access policies by itself; only the emulator knows the keys. Not an
AWS interface. Answers 404 for a key that does not exist, is inactive or has expired.

`collections` are the names of those that the owner's own policies let it call at all:
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security-iam-serverless.html#security_iam_id-based-policy-examples-data-plane
"""

import json

import ministack.app
from ministack.core.iam_evaluator import CredentialResolutionError, resolve_credential
from ministack.services import iam
from ministack.services import opensearchserverless as aoss

from role_permissions import role_allows, user_allows

PATH = "/_local/principals/"


def serve():
    aws = ministack.app.app

    async def app(scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await aws(scope, receive, send)
            return
        principal = find(scope["path"].removeprefix(PATH))
        body = json.dumps(principal or {"message": "There is no such access key."}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200 if principal else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    ministack.app.app = app


def find(access_key_id):
    credential = resolve_credential(access_key_id)
    if isinstance(credential, CredentialResolutionError) or credential.principal_type == "Root":
        return None
    principal = {
        "accessKeyId": credential.access_key_id,
        "secretAccessKey": credential.secret_access_key,
        "arn": credential.principal_arn,
    }
    if credential.session_token:
        principal["sessionToken"] = credential.session_token
    if credential.principal_type == "AssumedRole":
        principal["arn"] = role_arn(credential.principal_arn)
        principal["sessionArn"] = credential.principal_arn
    return {**principal, "collections": callable_collections(principal["arn"])}


def callable_collections(arn):
    allows = role_allows if ":role/" in arn else user_allows
    collections = [one for (account, _, _), one in aoss._collections.all_items() if account == arn.split(":")[4]]
    return [one["name"] for one in collections if allows(arn, "aoss:APIAccessAll", one["arn"], one["arn"].split(":")[3])]


def role_arn(session_arn):
    """`arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION` lacks the role's path, which the role knows."""
    return iam._roles[session_arn.split("/")[1]]["Arn"]
