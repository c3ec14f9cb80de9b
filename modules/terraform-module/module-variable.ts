import {
  type IResolvable,
  ref,
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
}

/** A variable of a Terraform module, whose value a construct takes as a prop. */
export class ModuleVariable extends TerraformVariable {
  declare readonly nullable: boolean;
  /** `var.NAME` in expressions; the constructs know by it whose value they were given. */
  readonly reference: IResolvable;

  constructor(scope: Construct, id: string, props: ModuleVariableProps) {
    super(scope, id, props);
    this.reference = new VariableReference(this);
    this.overrideLogicalId(id);
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
   * Lets Terraform refuse values, with a sentence.
   * @param condition an expression, without `${ }`, that is true of what is allowed; it is not asked of null
   * @param sentence as a template: `${jsonencode(var.name)}` is the value
   */
  require(condition: string, sentence: string): void {
    const guarded = this.nullable ? `${this.name} == null ? true : ${condition}` : condition;
    this.addValidation({ condition: `\${${guarded}}`, errorMessage: sentence });
  }
}

class VariableReference implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(readonly variable: ModuleVariable) {}

  resolve(): IResolvable {
    return ref(this.variable.name);
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
