"""An OpenSearch Serverless collection that is ACTIVE has an endpoint that answers.

The data plane is the project's own gateway, so `collectionEndpoint` is `COLLECTION_GATEWAY_URL` where
that is set, and the Dashboards are under `/_dashboards`:
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-manage.html

A network policy's rule for `dashboard` names collections as `collection/NAME`:
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html#serverless-network-policies

A description that was not given is not returned:
https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_SecurityPolicyDetail.html
"""

import os

from ministack.services import opensearchserverless as aoss


def restore():
    gateway_url = os.environ.pop("COLLECTION_GATEWAY_URL", None)
    if gateway_url:
        aoss._collection_endpoint = lambda _collection_id: gateway_url
    aoss._start_provisioning = become_active
    aoss._policy_detail = without_empty_description(aoss._policy_detail)
    aoss._collection_detail = without_empty_description(aoss._collection_detail)
    aoss._validate_network_policy = accept_collections_for_dashboards(aoss._validate_network_policy)


def become_active(collection):
    collection["status"] = "ACTIVE"


def without_empty_description(describe):
    def detail(*arguments, **options):
        described = describe(*arguments, **options)
        if not described.get("description"):
            described.pop("description", None)
        return described

    return detail


def accept_collections_for_dashboards(validate):
    def validate_network_policy(document):
        validate(with_dashboard_resources(document) if isinstance(document, list) else document)

    return validate_network_policy


def with_dashboard_resources(statements):
    """The document as ministack wants it: a dashboard's resources spelt `dashboard/NAME`."""
    return [
        {**statement, "Rules": [spelt_as_dashboard(rule) for rule in statement["Rules"]]}
        if isinstance(statement, dict) and isinstance(statement.get("Rules"), list)
        else statement
        for statement in statements
    ]


def spelt_as_dashboard(rule):
    resources = rule.get("Resource") if isinstance(rule, dict) else None
    if not isinstance(resources, list) or rule.get("ResourceType") != "dashboard":
        return rule
    for resource in resources:
        if not str(resource).startswith("collection/"):
            raise aoss._Invalid(f"Policy json is invalid, error: [Resource {resource!r} must start with 'collection/']")
    return {**rule, "Resource": [resource.replace("collection/", "dashboard/", 1) for resource in resources]}
