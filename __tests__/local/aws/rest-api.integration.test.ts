import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetStageCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect } from 'chai';
import { ItemsApiClient } from '../../../local/demo/items-api-client';
import { AwsBench } from './aws-bench';
import validations from './fixtures/api-gateway-validation.json';

const SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['type', 'name'],
  properties: { name: { type: 'string', minLength: 1 }, type: { type: 'string' } },
};

describe('a REST API on the emulator', function () {
  this.timeout(30_000);
  let aws: AwsBench;
  let apiGateway: APIGatewayClient;
  let restApiId: string;

  before(async function () {
    aws = await AwsBench.start(this);
    apiGateway = new APIGatewayClient(aws.settings);
    restApiId = await deployValidatingApi();
  });
  after(() => aws?.stop());

  /** An API whose root takes a POST of a body of `SCHEMA`, and says in its own words why it takes no other. */
  async function deployValidatingApi(): Promise<string> {
    const api = await apiGateway.send(new CreateRestApiCommand({ name: 'api' }));
    const method = { restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'POST' };
    await apiGateway.send(
      new CreateModelCommand({
        restApiId: api.id,
        name: 'Item',
        contentType: 'application/json',
        schema: JSON.stringify(SCHEMA),
      }),
    );
    const validator = await apiGateway.send(
      new CreateRequestValidatorCommand({ restApiId: api.id, name: 'body', validateRequestBody: true }),
    );
    await apiGateway.send(
      new PutMethodCommand({
        ...method,
        authorizationType: 'NONE',
        requestValidatorId: validator.id,
        requestModels: { 'application/json': 'Item' },
      }),
    );
    await apiGateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
    await apiGateway.send(
      new PutGatewayResponseCommand({
        restApiId: api.id,
        responseType: 'BAD_REQUEST_BODY',
        statusCode: '400',
        responseTemplates: { 'application/json': '{"message":"$context.error.validationErrorString"}' },
      }),
    );
    await apiGateway.send(new CreateDeploymentCommand({ restApiId: api.id, stageName: 'v1' }));
    return api.id ?? '';
  }

  for (const { body, validationErrorString } of validations) {
    it(`says of the body ${body} what is wrong with it`, async () => {
      const response = await fetch(`${aws.emulator.endpoint}/_aws/execute-api/${restApiId}/v1/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });

      expect(response.status).to.equal(400);
      expect(await response.json()).to.deep.equal({ message: validationErrorString });
    });
  }

  it('hands a function the path and its parameters as they were sent, percent-encoded', async () => {
    const api = await deployProxyApi(
      'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });',
    );
    // The path of https://github.com/aws/aws-sam-cli/issues/771, with a percent sign and a space more.
    const event = await api.call('GET', '/Desktop%2Fphotos%2F50%25%20cat+dog.png');

    const { path, pathParameters } = event as APIGatewayProxyEvent;
    expect(path).to.equal('/Desktop%2Fphotos%2F50%25%20cat+dog.png');
    expect(pathParameters).to.deep.equal({ id: 'Desktop%2Fphotos%2F50%25%20cat+dog.png' });
  });

  /** An API whose `/{id}` is a function, for signed requests. */
  async function deployProxyApi(code: string): Promise<ItemsApiClient> {
    const functionArn = await aws.deploy('proxied', code, []);
    const { id: restApiId, rootResourceId: parentId } = await apiGateway.send(
      new CreateRestApiCommand({ name: 'proxy' }),
    );
    const { id: resourceId } = await apiGateway.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart: '{id}' }),
    );
    const method = { restApiId, resourceId, httpMethod: 'GET' };
    await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'AWS_IAM' }));
    await apiGateway.send(
      new PutIntegrationCommand({
        ...method,
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: `arn:aws:apigateway:${aws.emulator.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      }),
    );
    await aws.lambda.send(
      new AddPermissionCommand({
        FunctionName: 'proxied',
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'v1' }));
    return new ItemsApiClient(aws.emulator, { id: restApiId ?? '', stage: 'v1' });
  }

  it('returns no access log settings for a stage that has none', async () => {
    const stage = await apiGateway.send(new GetStageCommand({ restApiId, stageName: 'v1' }));

    expect(stage).to.not.have.property('accessLogSettings');
  });
});
