import { Aspects, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, IConstruct, Node } from 'constructs';
import type { Outputs } from '../stacks/outputs';
import { checkName, NAME_RULES } from '../validation';
import { addTagRules } from './add-tag-rules';
import { ModuleVariable, type ModuleVariableProps } from './module-variable';

export interface ModuleStackProps {
  /** By their names; `tags` is one of them. */
  readonly variables: ReadonlyMap<string, ModuleVariableProps>;
  /** Makes the pipeline, and gives the module's outputs. */
  readonly addPipeline: (stack: TerraformStack, id: string, variable: VariableOf) => Outputs;
}

/** The module's variable of that name. */
export type VariableOf = (name: string) => ModuleVariable;

/** The oldest Terraform whose validations may name other variables. */
const TERRAFORM_VERSION = '>= 1.9';

/** A pipeline as a Terraform module: without provider and backend, and with variables in place of settings. */
export class ModuleStack extends TerraformStack {
  readonly variables: ReadonlyMap<string, ModuleVariable>;

  /** @throws MissingFunctionZipError when the functions have not been built. */
  constructor(scope: Construct, id: string, { variables, addPipeline }: ModuleStackProps) {
    super(scope, id);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100' });
    this.variables = new Map(
      Array.from(variables, ([name, props]) => [name, new ModuleVariable(this, name, props)]),
    );
    checkName(this, 'name', this.variable('name').stringValue, NAME_RULES.moduleName);
    addTagRules(this.variable('tags'));
    const outputs = addPipeline(this, 'pipeline', (name) => this.variable(name));
    for (const [name, [value, description]] of Object.entries(outputs))
      new TerraformOutput(this, `output-${name}`, { value, description }).overrideLogicalId(name);
    Aspects.of(this).add({ visit: (node) => addTags(node, this.variable('tags').name) });
  }

  /** Names without a hash, as people write them: those of the constructs, from the pipeline's on. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    return ids
      .filter((id) => id !== 'pipeline' && id !== 'Default')
      .join('_')
      .replaceAll('-', '_');
  }

  private variable(name: string): ModuleVariable {
    const found = this.variables.get(name);
    if (found === undefined) throw new TypeError(`the module has no variable ${name}`);
    return found;
  }
}

/** The provider's version 5 gives these no tags. */
const WITHOUT_TAGS: readonly string[] = ['aws_kinesis_stream_consumer'];

function addTags(node: IConstruct, variable: string): void {
  if (!TerraformResource.isTerraformResource(node) || !('tagsInput' in node)) return;
  if (!WITHOUT_TAGS.includes(node.terraformResourceType)) node.addOverride('tags', `\${${variable}}`);
}
