"""Whether the policies of a role, or of a user, allow an action: what a service asks before it acts.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from ministack.core.iam_evaluator import EvalContext, _gather_role_policies, _gather_user_policies, evaluate


def role_allows(role_arn, action, resource_arn, region):
    return allows(role_arn, "AssumedRole", _gather_role_policies, action, resource_arn, region)


def user_allows(user_arn, action, resource_arn, region):
    return allows(user_arn, "User", _gather_user_policies, action, resource_arn, region)


def allows(arn, principal_type, gather_policies, action, resource_arn, region):
    account = arn.split(":")[4]
    context = EvalContext(
        principal_arn=arn,
        principal_type=principal_type,
        principal_account=account,
        action=action,
        resource_arn=resource_arn,
        region=region,
    )
    return evaluate(context, gather_policies(arn.rsplit("/", 1)[-1], account)).decision == "Allow"
