/** An expression of HCL's, as its grammar has it: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
export type Expression =
  | Word
  | TemplateExpression
  | Call
  | Tuple
  | ObjectExpression
  | For
  | Conditional
  | Binary
  | Unary
  | Group
  | Access;

/** An identifier, a number, `true`, `false` or `null`, as it is spelled. */
export interface Word {
  readonly kind: 'word';
  readonly text: string;
}

/** A quoted string, which may have interpolations. */
export interface TemplateExpression {
  readonly kind: 'template';
  readonly parts: Template;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** Whether the last argument is a list of arguments: `f(list...)`. */
  readonly isExpanded: boolean;
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
}

export interface ObjectExpression {
  readonly kind: 'object';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for …]`; with a key it is `{for …}`. */
export interface For {
  readonly kind: 'for';
  readonly names: readonly string[];
  readonly collection: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  /** Whether values of one key are put in a list: `key => value...`. */
  readonly isGrouped: boolean;
  readonly condition?: Expression;
}

export interface Conditional {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface Binary {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expression;
}

/** What is in parentheses that may mean something: of an accessed value, or of an object's key. */
export interface Group {
  readonly kind: 'group';
  readonly inner: Expression;
}

export interface Access {
  readonly kind: 'access';
  readonly base: Expression;
  readonly steps: readonly Step[];
}

/** `.name`, `.0`, `.*`, `[*]` or `[key]`; `end` is where it ends in the text that was parsed. */
export interface Step {
  readonly text: string;
  readonly key?: Expression;
  readonly end: number;
}

/** What a string of Terraform's is made of. */
export type Template = readonly Part[];

export type Part = Literal | Interpolation | Directive;

/** Text as it stands between quotation marks, with its escapes. */
export interface Literal {
  readonly kind: 'literal';
  readonly escaped: string;
}

/** `${…}`; the marks are "~" where white space is stripped. */
export interface Interpolation {
  readonly kind: 'interpolation';
  readonly expression: Expression;
  readonly stripLeft: boolean;
  readonly stripRight: boolean;
}

/** `%{…}`: if, else, endif, for, endfor. */
export interface Directive {
  readonly kind: 'directive';
  /** What stands before the expression: `if`, `for key, value in`; the whole where there is none. */
  readonly head: string;
  readonly expression?: Expression;
  readonly stripLeft: boolean;
  readonly stripRight: boolean;
}

/** How closely operators bind: https://developer.hashicorp.com/terraform/language/expressions/operators */
export const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** An object whose first key is `for` would be a for expression; null, true and false are values. */
const RESERVED = new Set(['for', 'null', 'true', 'false']);

/** Whether the text can be a key without quotation marks. */
export function isPlainKey(text: string): boolean {
  return IDENTIFIER.test(text) && !RESERVED.has(text);
}

/** The expressions that this one is made of, those in its strings among them. */
export function subexpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'word':
      return [];
    case 'template':
      return expressionsIn(expression.parts);
    case 'call':
      return expression.arguments;
    case 'tuple':
      return expression.elements;
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(isThere);
    case 'conditional':
      return [expression.condition, expression.yes, expression.no];
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'group':
      return [expression.inner];
    case 'access':
      return [expression.base, ...expression.steps.map(({ key }) => key).filter(isThere)];
  }
}

export function expressionsIn(template: Template): readonly Expression[] {
  return template.map((part) => (part.kind === 'literal' ? undefined : part.expression)).filter(isThere);
}

function isThere(expression: Expression | undefined): expression is Expression {
  return expression !== undefined;
}
