import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROJECT_ROOT } from '../../../local/paths';
import type { JsonObject } from '../../../terraform/hcl';
import { members } from '../../../terraform/hcl/json';

/** The resources of a synthesis as Terraform's state names them, sorted. */
export function addressesOf(json: JsonObject): string[] {
  return members(json.resource)
    .flatMap(([type, byName]) => members(byName).map(([name]) => `${type}.${name}`))
    .sort();
}

/** The list of a stack's addresses, one a line. */
export function addressesFile(stack: string): string {
  return join(__dirname, 'addresses', `${stack}.txt`);
}

export function listedAddresses(stack: string): string[] {
  return readFileSync(addressesFile(stack), 'utf8').split('\n').filter(Boolean);
}

/** What addresses that are gone mean for whoever has deployed them, and what to do. */
export function goneSentence(stack: string, gone: readonly string[]): string {
  const lost = gone.filter((address) => HOLDS_DATA.has(address.split('.')[0] ?? ''));
  return [
    `${stack} has no more:`,
    ...gone.map((address) => `  ${address}`),
    'Terraform destroys what has a changed address, and makes it anew.',
    ...(lost.length > 0 ? [`Data is lost with ${lost.join(', ')}.`] : []),
    'Leave construct ids as they are. If one must change, move the state along: a block',
    '  moved { from = OLD  to = NEW }',
    'in the stack (a resource\'s moveFromId("OLD") makes it), or, for who deploys: terraform state mv OLD NEW.',
    `Then, or if the resource is to go, take the line off ${relative(PROJECT_ROOT, addressesFile(stack))}.`,
  ].join('\n');
}

/** Resources whose content cannot be made again by Terraform. */
const HOLDS_DATA = new Set([
  'aws_dynamodb_table',
  'aws_dynamodb_kinesis_streaming_destination',
  'aws_kinesis_stream',
  'aws_kinesis_firehose_delivery_stream',
  'aws_kms_key',
  'aws_opensearchserverless_collection',
  'aws_s3_bucket',
  'aws_sqs_queue',
  'aws_cloudwatch_log_group',
]);
