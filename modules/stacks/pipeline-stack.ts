import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Outputs } from './outputs';

export interface PipelineStackProps {
  /** @default the one of your AWS profile, or AWS_REGION */
  readonly region?: string;
  /** Beside `Project` and `Pipeline`, which every resource gets. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Where Terraform keeps the state. @default terraform.<stack>.tfstate in the working folder */
  readonly statePath?: string;
}

/** A pipeline as a stack that `cdktf deploy` takes: with its provider, its state and its outputs. */
export class PipelineStack<Pipeline> extends TerraformStack {
  readonly provider: AwsProvider;
  readonly pipeline: Pipeline;

  /** @throws InvalidPropError, or MissingFunctionZipError when the functions have not been built. */
  constructor(
    scope: Construct,
    id: string,
    { region, tags, statePath }: PipelineStackProps,
    pipelineOf: (stack: TerraformStack, id: string) => Pipeline,
    outputsOf: (pipeline: Pipeline) => Outputs,
  ) {
    super(scope, id);
    if (statePath !== undefined) new LocalBackend(this, { path: statePath });
    this.provider = new AwsProvider(this, 'aws', {
      defaultTags: [{ tags: { Project: 'dynamodb-cdc', Pipeline: id, ...tags } }],
      ...(region !== undefined && { region }),
    });
    // Nothing here needs version 6, which the bindings were generated for.
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });

    this.pipeline = pipelineOf(this, 'pipeline');
    for (const [name, [value, description]] of Object.entries(outputsOf(this.pipeline)))
      new TerraformOutput(this, name, { value, description });
  }
}
