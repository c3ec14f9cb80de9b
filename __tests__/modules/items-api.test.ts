import { Testing } from 'cdktf';
import { expect } from 'chai';
import { ItemsApi, type ItemsApiProps } from '../../modules/items-api';

interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

const TABLE = {
  tableName: 'lab-table',
  tableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/lab-table',
};

function synthesized(props: Partial<ItemsApiProps> = {}): Synthesized {
  return JSON.parse(
    Testing.synthScope((scope) => {
      new ItemsApi(scope, 'api', { ...TABLE, ...props });
    }),
  );
}

const resources = (stack: Synthesized, type: string): Record<string, unknown>[] =>
  Object.values(stack.resource[type] ?? {});

describe('the items API', () => {
  it('has POST and GET on /items, and GET, PUT and DELETE on /items/{id}, for signed requests only', () => {
    const methods = resources(synthesized(), 'aws_api_gateway_method').map(
      ({ http_method, resource_id, authorization }) =>
        `${http_method} ${String(resource_id).includes('api_items_') ? 'items' : 'item'} ${authorization}`,
    );
    expect(methods).to.have.members([
      'POST items AWS_IAM',
      'GET items AWS_IAM',
      'GET item AWS_IAM',
      'PUT item AWS_IAM',
      'DELETE item AWS_IAM',
    ]);
  });

  it('is open only when asked', () => {
    const methods = resources(synthesized({ apiAuthorization: 'NONE' }), 'aws_api_gateway_method');
    expect(methods.map(({ authorization }) => authorization)).to.deep.equal(Array(5).fill('NONE'));
  });

  it('touches no setting of the account, and logs no access, unless asked', () => {
    const stack = synthesized();
    expect(stack.resource).not.to.have.property('aws_api_gateway_account');
    expect(resources(stack, 'aws_api_gateway_stage')[0]).not.to.have.property('access_log_settings');
    const logged = synthesized({ apiAccessLogs: true });
    expect(logged.resource).not.to.have.property('aws_api_gateway_account');
    expect(resources(logged, 'aws_api_gateway_stage')[0]).to.have.property('access_log_settings');
  });

  it('lets the function do four things with this table, and nothing more', () => {
    const [policy] = resources(synthesized(), 'aws_iam_role_policy').map(({ policy }) => String(policy));
    const actions = [...(policy ?? '').matchAll(/dynamodb:[A-Z]\w+/g)].map(([action]) => action);
    expect(actions).to.have.members([
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Scan',
    ]);
    expect(policy).to.include(TABLE.tableArn).and.not.to.include('"*"');
  });

  it('lets only this API invoke the function', () => {
    const [permission] = resources(synthesized(), 'aws_lambda_permission');
    expect(permission?.source_arn).to.match(/aws_api_gateway_rest_api\.[\w-]+\.execution_arn\}\/\*$/);
  });

  it('throttles as asked', () => {
    const [settings] = resources(
      synthesized({ apiThrottlingRateLimit: 7, apiThrottlingBurstLimit: 9 }),
      'aws_api_gateway_method_settings',
    );
    expect(settings?.settings).to.deep.include({ throttling_rate_limit: 7, throttling_burst_limit: 9 });
  });

  it('is deployed again when its shape changes, and only then', () => {
    const trigger = (props: Partial<ItemsApiProps>): unknown =>
      resources(synthesized(props), 'aws_api_gateway_deployment')[0]?.triggers;
    expect(trigger({ apiThrottlingRateLimit: 7 })).to.deep.equal(trigger({}));
    expect(trigger({ apiAuthorization: 'NONE' })).not.to.deep.equal(trigger({}));
  });

  it('says what is wrong with a body, in JSON', () => {
    const [body] = resources(synthesized(), 'aws_api_gateway_gateway_response').filter(
      ({ response_type }) => response_type === 'BAD_REQUEST_BODY',
    );
    expect(body?.status_code).to.equal('400');
    const templates = Object(body?.response_templates);
    expect(JSON.parse(templates['application/json']).message).to.include(
      '$context.error.validationErrorString',
    );
  });

  const wrong: readonly [Partial<ItemsApiProps>, RegExp][] = [
    [
      { apiThrottlingRateLimit: 0 },
      /apiThrottlingRateLimit is 0, but must be a whole number from 1 to 10000/,
    ],
    [{ apiThrottlingBurstLimit: 5001 }, /apiThrottlingBurstLimit is 5001, but must be .* 1 to 5000/],
    [{ apiStageName: 'a/b' }, /apiStageName is "a\/b", but must be .*letters, digits/],
    [{ apiName: '' }, /apiName is "", but must be 1 to 255 characters/],
    [{ logRetentionDays: 2 }, /logRetentionDays is 2, but must be one of/],
    [{ tableKmsKeyArn: 'alias/x' }, /tableKmsKeyArn is "alias\/x", but must be the ARN/],
  ];
  for (const [props, message] of wrong) {
    it(`refuses ${JSON.stringify(props)} at synth`, () => {
      expect(() => synthesized(props)).to.throw(message);
    });
  }
});
