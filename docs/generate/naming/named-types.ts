import { NAME_RULES } from '../../../modules/validation';
import type { NameRule } from '../../../modules/validation/check-name';

/** How a type of resource is named, and what its name must not meet. */
export interface NamedType {
  readonly title: string;
  /** The attribute of the resource that has the name, or the beginning of it. */
  readonly attribute: string;
  /** What the service takes. */
  readonly limits: string;
  readonly uniqueIn: string;
  readonly renaming: string;
}

const ACCOUNT_AND_REGION = 'account and Region';
const SUFFIX = 'the provider adds 26 characters';

const limits = ({ minLength, maxLength, characters }: NameRule): string =>
  `${minLength} to ${maxLength}: ${characters}`;

/** By resource type. Limits are those of `modules/validation`; what renaming does is the AWS provider's doing. */
export const NAMED_TYPES: Readonly<Record<string, NamedType>> = {
  aws_dynamodb_table: {
    title: 'table',
    attribute: 'name',
    limits: limits(NAME_RULES.dynamodbTable),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming: '**replaces the table: its items are gone**',
  },
  aws_kinesis_stream: {
    title: 'Kinesis stream',
    attribute: 'name',
    limits: limits(NAME_RULES.kinesisStream),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming:
      '**replaces it and the streaming destination: what was not read yet, and what changes in between, is missed**',
  },
  aws_kinesis_stream_consumer: {
    title: 'consumer with enhanced fan-out',
    attribute: 'name',
    limits: limits(NAME_RULES.kinesisStream),
    uniqueIn: 'stream',
    renaming: 'replaces it and the event source mapping, which begins at `startingPosition` again',
  },
  aws_lambda_function: {
    title: 'function',
    attribute: 'function_name',
    limits: limits(NAME_RULES.lambdaFunction),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming:
      'replaces it, and what is named after it: role, log group, queue, parking bucket. The event source mapping stays, and with it the place in the stream',
  },
  aws_cloudwatch_log_group: {
    title: 'log group',
    attribute: 'name',
    limits: 'as the name of what logs to it',
    uniqueIn: ACCOUNT_AND_REGION,
    renaming: 'replaces it: its logs are gone',
  },
  aws_cloudwatch_log_stream: {
    title: 'log stream',
    attribute: 'name',
    limits: 'not settable',
    uniqueIn: 'log group',
    renaming: 'not settable',
  },
  aws_cloudwatch_event_rule: {
    title: 'schedule',
    attribute: 'name',
    limits: "as the function's",
    uniqueIn: ACCOUNT_AND_REGION,
    renaming: 'replaces it',
  },
  aws_iam_role: {
    title: 'role',
    attribute: 'name_prefix',
    limits: `cut to 38, and ${SUFFIX}`,
    uniqueIn: 'account, which the added characters see to',
    renaming: 'replaces it: another ARN for policies that name it',
  },
  aws_iam_role_policy: {
    title: "role's policy",
    attribute: 'name',
    limits: 'not settable',
    uniqueIn: 'role',
    renaming: 'not settable',
  },
  aws_s3_bucket: {
    title: 'bucket',
    attribute: 'bucket_prefix',
    limits: `lower-case, "_" as "-", cut to 37, and ${SUFFIX}`,
    uniqueIn: 'all of AWS, which the added characters see to',
    renaming: '**replaces it: refused while it holds objects and `deletionProtection` is on**',
  },
  aws_sqs_queue: {
    title: 'queue',
    attribute: 'name',
    limits: limits(NAME_RULES.sqsQueue),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming: 'replaces it: its messages are gone, what is parked is not',
  },
  aws_opensearchserverless_collection: {
    title: 'collection',
    attribute: 'name',
    limits: limits(NAME_RULES.searchCollection),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming: '**replaces it: every index is gone, and the endpoint is another**',
  },
  aws_opensearchserverless_security_policy: {
    title: 'encryption and network policies',
    attribute: 'name',
    limits: limits(NAME_RULES.searchPolicy),
    uniqueIn: 'account and Region, of the type',
    renaming: 'with the collection',
  },
  aws_opensearchserverless_access_policy: {
    title: 'data access policy',
    attribute: 'name',
    limits: limits(NAME_RULES.searchPolicy),
    uniqueIn: 'account and Region, of the type',
    renaming:
      'replaces it: calls are refused until the new one is known everywhere, about a minute; nothing is lost',
  },
  aws_api_gateway_rest_api: {
    title: 'REST API',
    attribute: 'name',
    limits: limits(NAME_RULES.restApi),
    uniqueIn: 'not unique: it has an id',
    renaming: 'in place; its function is replaced with it, unless `apiFunctionName` is given',
  },
  aws_api_gateway_stage: {
    title: "API's stage",
    attribute: 'stage_name',
    limits: limits(NAME_RULES.restApiStage),
    uniqueIn: 'API',
    renaming: 'replaces it: the address is another',
  },
  aws_api_gateway_model: {
    title: "API's models",
    attribute: 'name',
    limits: 'not settable',
    uniqueIn: 'API',
    renaming: 'not settable',
  },
  aws_api_gateway_request_validator: {
    title: "API's validator",
    attribute: 'name',
    limits: 'not settable',
    uniqueIn: 'API',
    renaming: 'not settable',
  },
  aws_kinesis_firehose_delivery_stream: {
    title: 'Firehose stream',
    attribute: 'name',
    limits: limits(NAME_RULES.deliveryStream),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming:
      '**replaces it: see [when a delivery stream is replaced](operations.md#when-a-delivery-stream-is-replaced)**',
  },
  aws_glue_catalog_database: {
    title: 'Glue database',
    attribute: 'name',
    limits: limits(NAME_RULES.glueDatabase),
    uniqueIn: ACCOUNT_AND_REGION,
    renaming: 'replaces it and its table; the objects stay in the bucket',
  },
  aws_glue_catalog_table: {
    title: 'Glue table',
    attribute: 'name',
    limits: limits(NAME_RULES.glueTable),
    uniqueIn: 'database',
    renaming: 'replaces it; the objects stay in the bucket',
  },
};
