import { createHash } from 'node:crypto';
import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayGatewayResponse } from '@cdktf/provider-aws/lib/api-gateway-gateway-response';
import { ApiGatewayIntegration } from '@cdktf/provider-aws/lib/api-gateway-integration';
import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayModel } from '@cdktf/provider-aws/lib/api-gateway-model';
import { ApiGatewayRequestValidator } from '@cdktf/provider-aws/lib/api-gateway-request-validator';
import { ApiGatewayResource } from '@cdktf/provider-aws/lib/api-gateway-resource';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ItemsApiEnvironment } from '../../functions/items-api/environment';
import type { Condition } from '../conditions';
import { LambdaFunction } from '../lambda-function';
import { given } from '../props/given';
import {
  checkBooleans,
  checkInteger,
  checkKmsKeyArn,
  checkName,
  checkOneOf,
  NAME_RULES,
} from '../validation';
import { ACCESS_LOG_FORMAT } from './access-log-format';
import { GATEWAY_RESPONSES } from './gateway-responses';
import { NEW_ITEM_SCHEMA, REPLACEMENT_SCHEMA } from './item-schemas';
import { type BodyModel, ROUTES, type Route } from './routes';

export type ApiAuthorization = 'AWS_IAM' | 'NONE';

export interface ItemsApiProps {
  /** A table whose key is one string attribute, `id`. */
  readonly tableName: string;
  readonly tableArn: string;
  /** The table's own key, if it has one: the function must use it. @default AWS's key for DynamoDB */
  readonly tableKmsKeyArn?: string;
  /** 1 to 255 characters. @default dynamodb-api-gw */
  readonly apiName?: string;
  /** @default the API's name and "-items" */
  readonly apiFunctionName?: string;
  /** The first part of each path: 1 to 128 letters, digits, "-" and "_". @default v1 */
  readonly apiStageName?: string;
  /**
   * Who may call it: `AWS_IAM` principals that have `execute-api:Invoke` on it, with signed requests, or
   * with `NONE` everyone who knows the address. @default AWS_IAM
   */
  readonly apiAuthorization?: ApiAuthorization;
  /** Requests a second, of all callers together, beyond which they get 429: 1 to 10000. @default 50 */
  readonly apiThrottlingRateLimit?: number;
  /** Requests at once: 1 to 5000. @default 100 */
  readonly apiThrottlingBurstLimit?: number;
  /**
   * Logs each request, without bodies. API Gateway wants a CloudWatch role for that, a setting of the whole
   * account in the Region, which this construct leaves alone: set it first. @default false
   */
  readonly apiAccessLogs?: boolean;
  /** Of the function's logs, and the access logs. 0 keeps them for ever. @default 30 */
  readonly logRetentionDays?: number;
  /** @default CloudWatch Logs' own key */
  readonly logKmsKeyArn?: string;
  /** Whether X-Ray traces API and function. @default false */
  readonly tracing?: Condition;
}

/** API Gateway gives up after 29 s. */
const FUNCTION_TIMEOUT_SECONDS = 15;

/**
 * A REST API in front of a table: POST and GET on `/items`, and GET, PUT and DELETE on `/items/{id}`. A small
 * function behind it reads and writes; bodies are checked, and callers throttled, before it is asked.
 */
export class ItemsApi extends Construct {
  readonly function: LambdaFunction<ItemsApiEnvironment>;
  readonly restApi: ApiGatewayRestApi;
  readonly methods: readonly ApiGatewayMethod[];
  readonly deployment: ApiGatewayDeployment;
  readonly stage: ApiGatewayStage;
  readonly methodSettings: ApiGatewayMethodSettings;
  readonly permission: LambdaPermission;
  /** Where access logs go, if they are asked for. */
  readonly accessLogGroup?: CloudwatchLogGroup;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: ItemsApiProps) {
    super(scope, id);
    checkBooleans(this, props, ['apiAccessLogs', 'tracing']);
    const { apiName = 'dynamodb-api-gw', apiStageName = 'v1', apiAuthorization = 'AWS_IAM' } = props;
    const { apiThrottlingRateLimit = 50, apiThrottlingBurstLimit = 100, tracing = false } = props;
    checkName(this, 'apiName', apiName, NAME_RULES.restApi);
    checkName(this, 'apiStageName', apiStageName, NAME_RULES.restApiStage);
    checkOneOf(this, 'apiAuthorization', apiAuthorization, ['AWS_IAM', 'NONE']);
    checkInteger(this, 'apiThrottlingRateLimit', apiThrottlingRateLimit, { min: 1, max: 10_000 });
    checkInteger(this, 'apiThrottlingBurstLimit', apiThrottlingBurstLimit, { min: 1, max: 5_000 });
    checkKmsKeyArn(this, 'tableKmsKeyArn', props.tableKmsKeyArn);

    this.function = this.createFunction(props, apiName);
    this.restApi = new ApiGatewayRestApi(this, 'rest-api', {
      name: apiName,
      description: `Items of the table ${props.tableName}`,
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    this.permission = new LambdaPermission(this, 'permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionName,
      principal: 'apigateway.amazonaws.com',
      // This API, in each of its stages: the console's Test has one of its own.
      sourceArn: `${this.restApi.executionArn}/*`,
    });
    const { methods, parts } = this.createMethods(apiAuthorization);
    this.methods = methods;
    this.deployment = new ApiGatewayDeployment(this, 'deployment', {
      restApiId: this.restApi.id,
      description: `Items of the table ${props.tableName}`,
      // Stages show a deployment's copy of the API: a change is seen only through a new one.
      triggers: {
        api: digestOf({ ROUTES, MODELS, GATEWAY_RESPONSES, apiAuthorization }),
        function: this.function.arn,
      },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: parts,
    });
    if (props.apiAccessLogs) this.accessLogGroup = this.createAccessLogGroup(props, apiName);
    this.stage = new ApiGatewayStage(this, 'stage', {
      restApiId: this.restApi.id,
      deploymentId: this.deployment.id,
      stageName: apiStageName,
      xrayTracingEnabled: tracing,
      ...(this.accessLogGroup && {
        accessLogSettings: { destinationArn: this.accessLogGroup.arn, format: ACCESS_LOG_FORMAT },
      }),
    });
    this.methodSettings = new ApiGatewayMethodSettings(this, 'method-settings', {
      restApiId: this.restApi.id,
      stageName: this.stage.stageName,
      methodPath: '*/*',
      settings: {
        throttlingRateLimit: apiThrottlingRateLimit,
        throttlingBurstLimit: apiThrottlingBurstLimit,
      },
    });
  }

  /** Where the API is: `https://…/v1`; its resources are `/items` and `/items/{id}` below. */
  get url(): string {
    return this.stage.invokeUrl;
  }

  private createFunction(props: ItemsApiProps, apiName: string): LambdaFunction<ItemsApiEnvironment> {
    const { apiFunctionName = `${apiName}-items` } = props;
    checkName(this, 'apiFunctionName', apiFunctionName, NAME_RULES.lambdaFunction);
    const created = new LambdaFunction<ItemsApiEnvironment>(this, 'function', {
      functionName: apiFunctionName,
      code: 'items-api',
      description: `Reads and writes the items of ${props.tableName} for the API ${apiName}`,
      environment: { TABLE_NAME: props.tableName },
      timeoutSeconds: FUNCTION_TIMEOUT_SECONDS,
      ...given(props, ['logRetentionDays', 'logKmsKeyArn', 'tracing']),
    });
    created.addToRolePolicy({
      sid: 'ReadAndWriteItems',
      actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan'],
      resources: [props.tableArn],
    });
    if (props.tableKmsKeyArn !== undefined) {
      created.addToRolePolicy({
        sid: 'UseTheTablesKey',
        actions: ['kms:Decrypt'],
        resources: [props.tableKmsKeyArn],
      });
    }
    return created;
  }

  /** The methods, and everything that a deployment copies. */
  private createMethods(authorization: ApiAuthorization): {
    readonly methods: readonly ApiGatewayMethod[];
    readonly parts: ITerraformDependable[];
  } {
    const restApiId = this.restApi.id;
    const validator = new ApiGatewayRequestValidator(this, 'request-validator', {
      restApiId,
      name: 'body-and-parameters',
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const models = {
      NewItem: this.createModel('new-item-model', 'NewItem'),
      Replacement: this.createModel('replacement-model', 'Replacement'),
    };
    const items = new ApiGatewayResource(this, 'items', {
      restApiId,
      parentId: this.restApi.rootResourceId,
      pathPart: 'items',
    });
    const item = new ApiGatewayResource(this, 'item', { restApiId, parentId: items.id, pathPart: '{id}' });
    const responses = Object.entries(GATEWAY_RESPONSES).map(
      ([responseType, template]) =>
        new ApiGatewayGatewayResponse(this, responseType.toLowerCase().replaceAll('_', '-'), {
          restApiId,
          responseType,
          statusCode: '400',
          responseTemplates: { 'application/json': template },
        }),
    );
    const created = ROUTES.map((route) => {
      const method = new ApiGatewayMethod(this, `${idOf(route)}-method`, {
        restApiId,
        resourceId: route.resource === '/items' ? items.id : item.id,
        httpMethod: route.method,
        authorization,
        requestValidatorId: validator.id,
        ...(route.resource === '/items/{id}' && { requestParameters: { 'method.request.path.id': true } }),
        ...(route.body && { requestModels: { 'application/json': models[route.body].name } }),
      });
      const integration = new ApiGatewayIntegration(this, `${idOf(route)}-integration`, {
        restApiId,
        resourceId: method.resourceId,
        httpMethod: method.httpMethod,
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: this.function.resource.invokeArn,
      });
      return { method, integration };
    });
    const methods = created.map(({ method }) => method);
    return { methods, parts: [...methods, ...created.map(({ integration }) => integration), ...responses] };
  }

  private createModel(id: string, name: BodyModel): ApiGatewayModel {
    return new ApiGatewayModel(this, id, {
      restApiId: this.restApi.id,
      name,
      contentType: 'application/json',
      schema: JSON.stringify(MODELS[name]),
    });
  }

  private createAccessLogGroup(props: ItemsApiProps, apiName: string): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, 'access-log-group', {
      name: `/aws/apigateway/${apiName}`,
      retentionInDays: props.logRetentionDays ?? 30,
      ...(props.logKmsKeyArn !== undefined && { kmsKeyId: props.logKmsKeyArn }),
    });
  }
}

const MODELS: Readonly<Record<BodyModel, object>> = {
  NewItem: NEW_ITEM_SCHEMA,
  Replacement: REPLACEMENT_SCHEMA,
};

const idOf = ({ method, resource }: Route): string =>
  `${method.toLowerCase()}-${resource === '/items' ? 'items' : 'item'}`;

const digestOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
