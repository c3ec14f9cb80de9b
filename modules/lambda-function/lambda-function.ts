import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction as LambdaFunctionResource } from '@cdktf/provider-aws/lib/lambda-function';
import { Fn, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { choose, dynamicBlock, hasElements, isGiven } from '../conditions';
import { type PolicyStatement, ServiceRole } from '../iam';
import {
  checkBooleans,
  checkExisting,
  checkInteger,
  checkKmsKeyArn,
  checkName,
  checkOneOf,
  checkRoleArn,
  NAME_RULES,
} from '../validation';
import { checkFunctionZip } from './check-function-zip';
import { checkVpc } from './check-vpc';
import { functionDescription } from './function-description';
import type { FunctionSettings } from './function-settings';
import { FunctionZip } from './function-zip';
import { LOG_RETENTION_DAYS } from './log-retention-days';

/** Holds for each interface whose properties are all strings, optional ones too. */
export type EnvironmentOf<T> = { readonly [Name in keyof T]?: string | undefined };

export interface LambdaFunctionProps<Environment extends EnvironmentOf<Environment>>
  extends FunctionSettings {
  /** 1 to 64 characters. */
  readonly functionName: string;
  /** Which of the built functions it runs: the name of a folder of `functions/`. */
  readonly code: string;
  /** The path of a zip to run in place of the built one. @default the built zip */
  readonly functionZip?: string;
  /** Files that stand beside the code in its zip, by their names. @default none */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** What it does, in a sentence, for the console. */
  readonly description: string;
  readonly environment: Environment;
  /** 128 to 10240. @default 256 */
  readonly memorySizeMb?: number;
  /** 1 to 900. @default 30 */
  readonly timeoutSeconds?: number;
  /** How many of it may run at once; 0 stops it. @default no limit but the account's */
  readonly reservedConcurrency?: number;
  /** What has to be done before the function is made or changed. @default nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * A Lambda function of this package (Node.js 22, arm64) with a log group and a role of its own. The role may
 * write to that log group and, beyond that, only what `addToRolePolicy` was given.
 */
export class LambdaFunction<Environment extends EnvironmentOf<Environment> = object> extends Construct {
  readonly zip: FunctionZip;
  readonly logGroup: CloudwatchLogGroup;
  readonly role: ServiceRole;
  readonly resource: LambdaFunctionResource;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, props: LambdaFunctionProps<Environment>) {
    super(scope, id);
    checkBooleans(this, props, ['tracing', 'createRole']);
    const { functionName, memorySizeMb = 256, timeoutSeconds = 30, logRetentionDays = 30 } = props;
    const {
      subnetIds = [],
      securityGroupIds = [],
      tracing = false,
      createRole = true,
      functionRoleArn,
    } = props;
    checkName(this, 'functionName', functionName, NAME_RULES.lambdaFunction);
    checkInteger(this, 'memorySizeMb', memorySizeMb, { min: 128, max: 10_240 });
    checkInteger(this, 'timeoutSeconds', timeoutSeconds, { min: 1, max: 900 });
    checkOneOf(this, 'logRetentionDays', logRetentionDays, LOG_RETENTION_DAYS);
    checkKmsKeyArn(this, 'logKmsKeyArn', props.logKmsKeyArn);
    if (props.reservedConcurrency !== undefined)
      checkInteger(this, 'reservedConcurrency', props.reservedConcurrency, { min: 0, max: 100_000 });
    checkExisting(this, {
      createProp: 'createRole',
      create: createRole,
      prop: 'functionRoleArn',
      value: functionRoleArn,
      what: 'the ARN of an IAM role that Lambda may take on',
    });
    checkRoleArn(this, 'functionRoleArn', functionRoleArn);
    checkVpc(this, subnetIds, securityGroupIds);

    const { functionZip } = props;
    checkFunctionZip(this, functionZip);
    this.zip =
      functionZip === undefined || Token.isUnresolved(functionZip)
        ? FunctionZip.built(this, 'zip', props.code, props.files)
        : new FunctionZip(this, 'zip', functionZip);
    this.logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: logRetentionDays,
      ...(props.logKmsKeyArn !== undefined && { kmsKeyId: props.logKmsKeyArn }),
    });
    this.role = new ServiceRole(this, 'role', {
      name: functionName,
      description: `What the function ${functionName} may do`,
      policyName: 'function',
      service: 'lambda.amazonaws.com',
      createRole,
      existingRoleArn: functionRoleArn,
    });
    this.resource = new LambdaFunctionResource(this, 'function', {
      functionName,
      description: functionDescription(props.description),
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      ...sourceOf(this.zip, functionZip),
      memorySize: memorySizeMb,
      timeout: timeoutSeconds,
      environment: { variables: withoutUndefined(props.environment) },
      // The functions write JSON lines themselves; Lambda's JSON format would wrap them, and hide metrics.
      loggingConfig: { logFormat: 'Text', logGroup: this.logGroup.name },
      tracingConfig: { mode: choose(tracing, 'Active', 'PassThrough') },
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      // Lambda makes a log group without retention when a function runs before its own is there.
      dependsOn: [this.logGroup, ...this.role.permissions, ...(props.after ?? [])],
    });
    const isInVpc = hasElements(subnetIds);
    dynamicBlock(this.resource, ['vpc_config'], isInVpc, {
      subnet_ids: subnetIds,
      security_group_ids: securityGroupIds,
    });

    this.addToRolePolicy({
      sid: 'WriteLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${this.logGroup.arn}:*`],
    });
    this.addToRolePolicy({ ...TRACING, when: tracing });
    this.addToRolePolicy({ ...NETWORK_INTERFACES, when: isInVpc });
  }

  get functionName(): string {
    return this.resource.functionName;
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Lets the function do something more. */
  addToRolePolicy(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }
}

/** Of a module's variable Terraform knows whether it names a zip, and where that is. */
function sourceOf({ path, sha256Base64 }: FunctionZip, functionZip: string | undefined) {
  if (functionZip === undefined || !Token.isUnresolved(functionZip))
    return { filename: path, sourceCodeHash: sha256Base64 };
  const isGivenOne = isGiven(functionZip);
  return {
    filename: choose(isGivenOne, functionZip, path),
    sourceCodeHash: choose(isGivenOne, Fn.filebase64sha256(functionZip), sha256Base64),
  };
}

/** X-Ray has no resources: AWS allows these actions on `*` only. */
const TRACING: PolicyStatement = {
  sid: 'WriteTraces',
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
};

/** Lambda checks these on `*` when it joins a VPC (AWSLambdaVPCAccessExecutionRole does the same). */
const NETWORK_INTERFACES: PolicyStatement = {
  sid: 'JoinVpc',
  actions: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
};

function withoutUndefined<T extends EnvironmentOf<T>>(environment: T): Record<string, string> {
  return Object.fromEntries(
    Object.entries<string | undefined>(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
