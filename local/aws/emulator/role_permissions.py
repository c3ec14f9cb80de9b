"""Whether a role's policies allow an action: what a service asks before it acts for the role."""

from ministack.core.iam_evaluator import EvalContext, _gather_role_policies, evaluate


def role_allows(role_arn, action, resource_arn, region):
    account = role_arn.split(":")[4]
    name = role_arn.rsplit("/", 1)[-1]
    context = EvalContext(
        principal_arn=role_arn,
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource_arn,
        region=region,
    )
    return evaluate(context, _gather_role_policies(name, account)).decision == "Allow"
