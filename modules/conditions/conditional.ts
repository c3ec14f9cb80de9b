import { conditional as bareConditional, type IResolvable, type IResolveContext, ref, Token } from 'cdktf';

const NULL = ref('null');

/** `condition ? yes : no`, in parentheses where it is part of another expression. */
export function conditional(condition: boolean | IResolvable, yes: unknown, no: unknown): IResolvable {
  return new Conditional(bareConditional(condition, yes ?? NULL, no ?? NULL));
}

class Conditional implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly bare: IResolvable) {}

  resolve(context: IResolveContext): string {
    const isPart = context.suppressBraces;
    const resolved: unknown = context.resolve(this.bare);
    return isPart ? `(${resolved})` : `${resolved}`;
  }

  toString(): string {
    return Token.asString(this);
  }
}
