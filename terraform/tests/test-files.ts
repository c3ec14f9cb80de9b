import type { StackName } from '../../modules/stacks';
import { variableName } from '../../modules/terraform-module/variable-name';
import { type Block, expressionOf, formatBlock, type Json, referenceOf } from '../hcl';
import { variableValue } from '../variable-value';
import type { Kind } from '../variables/kind';
import { PIPELINE_VARIABLES } from '../variables/pipeline-variables';
import { type Switch, switches } from './switches';
import { faultyVariable, type WrongValue, wrongValues } from './wrong-values';

/** Terraform's own tests of a module, by their paths: `terraform test` runs them without an account. */
export function testFiles(pipeline: StackName): ReadonlyMap<string, string> {
  return new Map([
    ['tests/switches.tftest.hcl', file(switches(pipeline).map((one) => switchRun(pipeline, one)))],
    [
      'tests/wrong_values.tftest.hcl',
      file(wrongValues(pipeline).map((one, place) => wrongValueRun(pipeline, one, place))),
    ],
  ]);
}

/** A test file with runs that are told already, on the same mocked provider and with the least that is given. */
export function mockedTest(runs: readonly string[]): string {
  return [`${formatBlock(MOCK_PROVIDER)}\n`, `${formatBlock(block('variables', [], GIVEN))}\n`, ...runs].join(
    '\n',
  );
}

/** A test file that plans with a wrong value and expects nothing: what Terraform says of it is printed. */
export function wrongValueTest(pipeline: StackName, { props }: WrongValue): string {
  const given = block('variables', [], { ...GIVEN, ...variables(pipeline, props) });
  return `${formatBlock(run('wrong', [given]))}\n`;
}

/** The least that is given. */
export const GIVEN = { name: 'orders', table_name: 'orders' };

function file(runs: readonly Block[]): string {
  return [MOCK_PROVIDER, block('variables', [], GIVEN), ...runs]
    .map((one) => `${formatBlock(one)}\n`)
    .join('\n');
}

function switchRun(pipeline: StackName, { name, props, asserts }: Switch): Block {
  const given = block('variables', [], variables(pipeline, props));
  const checks = asserts.map(([condition, message]) =>
    block('assert', [], { condition: `\${${condition}}`, error_message: message }),
  );
  return run(name, [...(Object.keys(props).length > 0 ? [given] : []), ...checks]);
}

function wrongValueRun(pipeline: StackName, wrong: WrongValue, place: number): Block {
  const variable = faultyVariable(wrong);
  const { body, ...rest } = run(`refuses_${variable}_${place + 1}`, [
    block('variables', [], variables(pipeline, wrong.props)),
  ]);
  const expected = { name: 'expect_failures', value: referenceOf([`var.${variable}`]) };
  return { ...rest, body: { ...body, attributes: [...body.attributes, expected] } };
}

function variables(
  pipeline: StackName,
  props: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Json>> {
  const kinds = new Map<string, Kind>(Object.entries(PIPELINE_VARIABLES[pipeline]));
  return Object.fromEntries(
    Object.entries(props).map(([prop, value]) => [variableName(prop), variableValue(kinds.get(prop), value)]),
  );
}

function run(name: string, blocks: readonly Block[]): Block {
  const attributes = [{ name: 'command', value: referenceOf('plan') }];
  return { type: 'run', labels: [name], body: { attributes, blocks } };
}

function block(type: string, labels: readonly string[], values: Readonly<Record<string, Json>>): Block {
  const attributes = Object.entries(values).map(([name, value]) => ({ name, value: expressionOf(value) }));
  return { type, labels, body: { attributes, blocks: [], isDense: true } };
}

const ACCOUNT = 'eu-west-1:111122223333';
/** What is read of AWS before anything is made: the provider takes no made-up text for an ARN. */
const DATA: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  aws_dynamodb_table: {
    arn: `arn:aws:dynamodb:${ACCOUNT}:table/orders`,
    stream_arn: `arn:aws:dynamodb:${ACCOUNT}:table/orders/stream/2026-01-31T12:00:00.000`,
    stream_enabled: true,
    stream_view_type: 'NEW_AND_OLD_IMAGES',
  },
  aws_kinesis_stream: { arn: `arn:aws:kinesis:${ACCOUNT}:stream/orders`, retention_period: 168 },
  aws_opensearchserverless_collection: {
    type: 'SEARCH',
    arn: `arn:aws:aoss:${ACCOUNT}:collection/abcdefghijklmnopqrst`,
    collection_endpoint: 'https://abcdefghijklmnopqrst.eu-west-1.aoss.amazonaws.com',
    dashboard_endpoint: 'https://abcdefghijklmnopqrst.eu-west-1.aoss.amazonaws.com/_dashboards',
  },
  aws_s3_bucket: { arn: 'arn:aws:s3:::orders', id: 'orders' },
};

const MOCK_PROVIDER: Block = {
  type: 'mock_provider',
  labels: ['aws'],
  body: {
    attributes: [],
    blocks: Object.entries(DATA).map(([type, defaults]) => block('mock_data', [type], { defaults })),
  },
};
