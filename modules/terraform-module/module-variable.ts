import {
  type IResolvable,
  ref,
  TerraformLocal,
  TerraformVariable,
  type TerraformVariableConfig,
  Token,
  Tokenization,
} from 'cdktf';
import type { Construct } from 'constructs';

export interface ModuleVariableProps extends TerraformVariableConfig {
  readonly type: string;
  readonly description: string;
  /** Whether null may be given, which leaves the prop out. */
  readonly nullable: boolean;
  /** An expression, without `${ }`, that is the value where null is given. @default null is the prop left out */
  readonly fallback?: string;
}

/** A variable of a Terraform module, whose value a construct takes as a prop. */
export class ModuleVariable extends TerraformVariable {
  declare readonly nullable: boolean;
  /** Its value in expressions; the constructs know by it whose value they were given. */
  readonly reference: IResolvable;
  /** Whether the prop may be left out. */
  readonly isOptional: boolean;
  private readonly sentences = new Set<string>();
  /** Expressions that are true where the other rules can be asked. */
  private readonly guards: string[] = [];

  constructor(scope: Construct, id: string, { fallback, ...config }: ModuleVariableProps) {
    const { default: byDefault, ...others } = config;
    super(scope, id, byDefault === null ? others : config);
    this.overrideLogicalId(id);
    this.isOptional = config.nullable && fallback === undefined;
    this.reference = new VariableReference(this, fallback === undefined ? this.name : this.local(fallback));
    // cdktf takes null by an override only.
    if (byDefault === null) this.addOverride('default', null);
  }

  /** `var.NAME`, as text of an expression. */
  get name(): string {
    return `var.${this.friendlyUniqueId}`;
  }

  override get stringValue(): string {
    return Token.asString(this.reference);
  }

  override get numberValue(): number {
    return Token.asNumber(this.reference);
  }

  override get listValue(): string[] {
    return Token.asList(this.reference);
  }

  override get booleanValue(): IResolvable {
    return this.reference;
  }

  /**
   * Lets Terraform refuse values, with a sentence; a rule that was stated before is not stated again.
   * @param condition an expression, without `${ }`, that is true of what is allowed; it is not asked of null
   * @param sentence as a template: `${jsonencode(var.name)}` is the value
   */
  require(condition: string, sentence: string): void {
    this.requireAlways(this.nullable ? `${this.name} == null ? true : ${condition}` : condition, sentence);
  }

  /** The same, where null may be wrong too. */
  requireAlways(condition: string, sentence: string): void {
    if (this.sentences.has(sentence)) return;
    this.sentences.add(sentence);
    const whole = this.guards.reduceRight((rest, guard) => `${guard} ? ${rest} : true`, condition);
    this.addValidation({ condition: `\${${whole}}`, errorMessage: sentence });
  }

  /** The same, of what the rules that are stated later build on: Terraform asks them all, and they would fail. */
  requireFirst(condition: string, sentence: string): void {
    this.requireAlways(condition, sentence);
    this.guards.push(condition);
  }

  private local(fallback: string): string {
    const local = new TerraformLocal(this, 'local', `\${coalesce(${this.name}, ${fallback})}`);
    local.overrideLogicalId(this.friendlyUniqueId);
    return `local.${this.friendlyUniqueId}`;
  }
}

class VariableReference implements IResolvable {
  readonly creationStack: string[] = [];

  /** Made once: cdktf notes the stack trace of each. */
  private readonly expression: IResolvable;

  constructor(
    readonly variable: ModuleVariable,
    expression: string,
  ) {
    this.expression = ref(expression);
  }

  resolve(): IResolvable {
    return this.expression;
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** The module's variable that the value is, if it is one, whole and alone. */
export function variableOf(value: unknown): ModuleVariable | undefined {
  if (!Token.isUnresolved(value)) return undefined;
  if (typeof value === 'string' && Tokenization.reverseString(value).length !== 1) return undefined;
  const [token] = Tokenization.reverse(value);
  return token instanceof VariableReference ? token.variable : undefined;
}
