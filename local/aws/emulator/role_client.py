"""What a service does for a role, the role must be allowed: a client with the role's credentials.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
"""

import os

import botocore.session
from ministack.core import lambda_runtime


def client_of_role(service, role_arn, session_name, region):
    account = role_arn.split(":")[4]
    # ministack gives sessions to functions only.
    function_arn = f"arn:aws:lambda:{region}:{account}:function:{session_name}"
    credentials = lambda_runtime.execution_credentials(
        {"FunctionArn": function_arn, "FunctionName": session_name, "Role": role_arn}
    )
    return botocore.session.get_session().create_client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=credentials["AWS_SESSION_TOKEN"],
    )
