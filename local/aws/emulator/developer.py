"""The IAM user that Terraform, the demo and the tests sign as: `user/developer`, an administrator.

A real user rather than the account's root, because a data access policy of OpenSearch Serverless takes
users and roles:
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
"""

import os

from ministack.services import iam

USER_NAME = "developer"


def create():
    iam._create_user({"UserName": [USER_NAME]})
    iam._attach_user_policy(
        {"UserName": [USER_NAME], "PolicyArn": ["arn:aws:iam::aws:policy/AdministratorAccess"]}
    )
    access_key_id = os.environ.pop("DEVELOPER_ACCESS_KEY_ID")
    iam._access_keys[access_key_id] = {
        "UserName": USER_NAME,
        "AccessKeyId": access_key_id,
        "SecretAccessKey": os.environ.pop("DEVELOPER_SECRET_ACCESS_KEY"),
        "Status": "Active",
        "CreateDate": iam._now(),
    }
