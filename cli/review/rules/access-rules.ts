import { type Value, valueAt } from '../plan/value';
import { managedPolicyArns, newAttachments, wideAttachments } from './attachments';
import {
  attribute,
  becomes,
  changedOrTakenOut,
  on,
  switchedOff,
  switchedOn,
  takenAway,
  takenOut,
  was,
} from './checks';
import { difference, named } from './difference';
import { isOfExisting } from './existing';
import { openIngress } from './ingress';
import { invocationPermissions } from './invocation-permissions';
import { inlinePolicies, unknownPolicies, widenedPolicies, widePolicies } from './policies';
import type { Check, Rule } from './rule';

const BUCKET = { type: 'aws_s3_bucket', attribute: 'bucket' };
const PUBLIC_ACCESS_BLOCKS = ['aws_s3_bucket_public_access_block', 'aws_s3_account_public_access_block'];
const BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
const PUBLIC_ACLS = ['public-read', 'public-read-write', 'authenticated-read'];
/** By resource type, the attribute that says how callers are known. */
const AUTHORIZATIONS: readonly (readonly [type: string, attribute: string])[] = [
  ['aws_api_gateway_method', 'authorization'],
  ['aws_apigatewayv2_route', 'authorization_type'],
  ['aws_lambda_function_url', 'authorization_type'],
];

export const ACCESS_RULES: readonly Rule[] = [
  {
    code: 'widens-policy',
    room: 'access',
    title: 'A policy allows more, or denies less',
    why: 'Who has the role, or comes to the resource, may do what was refused before.',
    mend: 'Name only the actions, resources and principals that are used, under the conditions that there were. Acknowledge it where the new permission is what you want.',
    checks: [
      widenedPolicies,
      inlinePolicies,
      newAttachments,
      managedPolicyArns,
      attribute(['aws_iam_role', 'aws_iam_user'], ['permissions_boundary'], changedOrTakenOut),
      on('aws_kms_grant', ['create'], (change, plan) =>
        isOfExisting(change, plan, { type: 'aws_kms_key', attribute: 'key_id' })
          ? [named(change, 'the key may be used by', String(valueAt(change.after, ['grantee_principal'])))]
          : [],
      ),
    ],
  },
  {
    code: 'grants-wildcards',
    room: 'access',
    title: 'A new policy allows every action, every resource or everyone',
    why: 'Nothing in the pipelines needs it. Whoever takes the role over has all of it.',
    mend: 'Name the actions, the resources and the principals.',
    checks: [widePolicies, wideAttachments],
  },
  {
    code: 'unknown-policy',
    room: 'access',
    title: 'What a policy becomes is not known yet',
    why: 'It names something that is made or replaced by the same plan; what else changes in it cannot be told.',
    mend: 'Look at its statements in the configuration. To see them in a plan, apply what it names first.',
    checks: [unknownPolicies],
  },
  {
    code: 'opens-bucket',
    room: 'access',
    title: 'A bucket may become public',
    why: 'The block of public access, and the ownership that switches ACLs off, hold even where a policy or an ACL is wrong.',
    mend: 'Leave all four blocks on, and the ownership BucketOwnerEnforced.',
    checks: [
      ...BLOCKS.map((name) => attribute(PUBLIC_ACCESS_BLOCKS, [name], switchedOff)),
      ...BLOCKS.map((name) =>
        on(PUBLIC_ACCESS_BLOCKS, ['create'], (change) =>
          valueAt(change.after, [name]) === true ? [] : [difference(change, [name])],
        ),
      ),
      takenAway('aws_s3_bucket_public_access_block', BUCKET),
      on('aws_s3_account_public_access_block', ['delete'], () => [{ sentence: 'it is destroyed' }]),
      attribute(
        'aws_s3_bucket_ownership_controls',
        ['rule', 0, 'object_ownership'],
        was('BucketOwnerEnforced'),
      ),
      takenAway('aws_s3_bucket_ownership_controls', BUCKET),
      on(['aws_s3_bucket_acl', 'aws_s3_bucket'], ['create', 'update', 'replace'], ({ before, after }) =>
        grantsEveryone(after) && !grantsEveryone(before) ? [{ sentence: 'its grants let everyone in' }] : [],
      ),
      ...PUBLIC_ACLS.flatMap((acl) => [
        attribute(['aws_s3_bucket_acl', 'aws_s3_bucket', 'aws_s3_object'], ['acl'], becomes(acl)),
        created(['aws_s3_bucket_acl', 'aws_s3_bucket', 'aws_s3_object'], 'acl', acl),
      ]),
    ],
  },
  {
    code: 'opens-api',
    room: 'access',
    title: 'An API or a function is open to everyone',
    why: 'Without authorization everyone who knows the address reads and writes.',
    mend: 'Leave the authorization AWS_IAM (CDC_API_AUTHORIZATION).',
    checks: [
      ...AUTHORIZATIONS.flatMap(([type, name]) => [
        unlessPreflight(attribute(type, [name], becomes('NONE'))),
        unlessPreflight(created(type, name, 'NONE')),
      ]),
      attribute(['aws_api_gateway_method', 'aws_apigatewayv2_route'], ['api_key_required'], switchedOff),
      attribute('aws_api_gateway_rest_api', ['endpoint_configuration', 0, 'types', 0], was('PRIVATE')),
    ],
  },
  {
    code: 'permits-invocation',
    room: 'access',
    title: 'Someone else may invoke a function',
    why: 'A service without source_arn invokes it for any account; another account does so with its own rights.',
    mend: 'Name the service as principal, and what it comes from in source_arn.',
    checks: [invocationPermissions],
  },
  {
    code: 'opens-network',
    room: 'access',
    title: 'Something is reached from the internet',
    why: 'What was behind a network is guarded by its own authentication alone.',
    mend: 'Name the ranges or security groups that come in, and leave public access off.',
    checks: [
      openIngress,
      attribute('*', ['publicly_accessible'], switchedOn),
      on('*', ['create'], (change) =>
        valueAt(change.after, ['publicly_accessible']) === true
          ? [difference(change, ['publicly_accessible'])]
          : [],
      ),
      attribute(['aws_opensearch_domain', 'aws_elasticsearch_domain'], ['vpc_options'], takenOut),
    ],
  },
];

/** In whatever block the grantee's URI is. */
function grantsEveryone(resource: Value | undefined): boolean {
  return /groups\/global\/(AllUsers|AuthenticatedUsers)"/.test(JSON.stringify(resource ?? null));
}

function created(types: string | readonly string[], name: string, value: string): Check {
  return on(types, ['create'], (change) =>
    valueAt(change.after, [name]) === value ? [difference(change, [name])] : [],
  );
}

/** A browser asks for OPTIONS without credentials. */
function unlessPreflight(check: Check): Check {
  return (change, plan) => (valueAt(change.after, ['http_method']) === 'OPTIONS' ? [] : check(change, plan));
}
