import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import {
  App,
  Fn,
  type TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
} from 'cdktf';
import { Node } from 'constructs';

const OBJECTS =
  'list(object({ name = string, filter = optional(string, "{\\"a\\": [1]}"), include = optional(list(string), []), settings = optional(map(any)) }))';

/** A small module that has whatever a module's native syntax may need and the pipelines' stacks have not. */
export function moduleStack(): TerraformStack {
  const stack = new ModuleStack(Testing.stubVersion(new App()), 'module');
  stack.addOverride('terraform.required_version', '>= 1.9');
  stack.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

  const variable = (name: string, config: object, defaultValue?: unknown): TerraformVariable => {
    const made = new TerraformVariable(stack, name, config);
    if (defaultValue !== undefined) made.addOverride('default', defaultValue);
    return made;
  };
  const name = variable('name', {
    type: 'string',
    description: 'Its "name": what ${this} is not, and a \\ and\na second line',
    nullable: false,
  });
  name.addValidation({
    condition: '${can(regex("^[a-z][a-z0-9-]{2,31}$", var.name))}',
    errorMessage: 'name is ${jsonencode(var.name)}, but must be 3 to 32 letters, digits and "-".',
  });
  name.addValidation({ condition: '${var.name != "aws"}', errorMessage: 'name must not be "aws".' });
  const subnetIds = variable('subnet_ids', { type: 'list(string)', description: 'Subnets' }, []);
  variable('tracing', { type: 'bool', description: 'Whether', nullable: false }, false);
  variable('retention', { type: 'number' }, 0);
  variable('suffix', { type: 'string', sensitive: true }, '');
  const kmsKeyArn = variable('kms_key_arn', { type: 'string' }, null);
  variable('routes', { type: OBJECTS, description: 'Routes' }, []);
  variable('tags', { type: 'map(string)' }, { Name: '${not evaluated}' });

  const caller = new DataAwsCallerIdentity(stack, 'caller', {});
  caller.addOverride('count', '${(var.tracing && (var.retention > 0)) ? 1 : 0}');
  const trust = new DataAwsIamPolicyDocument(stack, 'trust', {
    statement: [
      {
        actions: ['sts:AssumeRole'],
        principals: [{ type: 'Service', identifiers: ['lambda.amazonaws.com'] }],
        condition: [{ test: 'StringLike', variable: 'aws:SourceArn', values: ['arn:aws:lambda:*:$${x}'] }],
      },
    ],
  });
  const role = new IamRole(stack, 'role', {
    namePrefix: `${name.stringValue}-`,
    assumeRolePolicy: trust.json,
  });
  const logGroup = new CloudwatchLogGroup(stack, 'log_group', {
    name: `/aws/lambda/${name.stringValue}`,
    kmsKeyId: kmsKeyArn.stringValue,
    lifecycle: {
      createBeforeDestroy: true,
      ignoreChanges: ['name', 'tags'],
      precondition: [{ condition: '${var.retention >= 0}', errorMessage: 'No "negative" retention.' }],
      postcondition: [{ condition: '${self.name != ""}', errorMessage: '${self.name} is empty' }],
    },
  });
  logGroup.addOverride('count', '${var.tracing ? 1 : 0}');
  const lambda = new LambdaFunction(stack, 'function', {
    functionName: name.stringValue,
    role: role.arn,
    filename: 'function.zip',
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    environment: {
      variables: {
        'IS.ODD-KEY/': 'x',
        '𝄞𝄞': 'a character each',
        NAME: Fn.upper(name.stringValue),
        EMPTY: '',
      },
    },
    timeouts: { create: '5m' },
    dependsOn: [logGroup],
  });
  lambda.addOverride('dynamic.vpc_config', {
    for_each: '${(length(var.subnet_ids) > 0) ? [true] : []}',
    content: { subnet_ids: subnetIds.listValue, security_group_ids: [] },
  });
  lambda.addOverride('dynamic.dead_letter_config', [
    { for_each: ['${var.name}'], iterator: 'target', content: { target_arn: '${target.value}' } },
  ]);
  lambda.addOverride(
    'description',
    '${var.tracing && var.retention > 0 && length(var.subnet_ids) > 0 && var.suffix != null ? "a long text for the one case" : "a long text for the other one"}',
  );
  lambda.addOverride(
    'tags',
    '${merge({for k, v in var.tags : upper(k) => v if v != null}, {"Module" = "module", "${var.name}-key" = "v", (var.name) = "%{ if var.tracing ~} on %{ else }off%{ endif }"})}',
  );

  new TerraformLocal(stack, 'is_traced', '${!(var.tracing == false)}');
  new TerraformOutput(stack, 'function_arn', {
    staticId: true,
    value: lambda.arn,
    description: 'The function\'s "ARN"',
    sensitive: true,
  });
  stack.addOverride('check.name_is_short', {
    data: { aws_caller_identity: { other: {} } },
    assert: [{ condition: '${length(var.name) < 30}', error_message: 'The name ${var.name} is long.' }],
  });
  return stack;
}

class ModuleStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return (element instanceof Node ? element : element.node).id;
  }

  override toTerraform(): { terraform: { backend?: unknown } } {
    const json = super.toTerraform();
    delete json.terraform.backend;
    return json;
  }
}
