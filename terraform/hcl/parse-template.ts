import {
  type Entry,
  type Expression,
  type Group,
  type Part,
  PRECEDENCE,
  type Step,
  type Template,
} from './expression';
import { escapeLiteral, wholeExpression } from './template';
import { UnreadableExpressionError } from './unreadable-expression-error';

/**
 * Reads a string of Terraform's JSON syntax, where each is a template.
 * @throws UnreadableExpressionError
 */
export function parseTemplate(text: string): Template {
  return new Parser(text).bareTemplate();
}

/**
 * Reads an expression that is alone, as a variable's type is.
 * @throws UnreadableExpressionError
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

const SPACE = /[ \t\r\n]*/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const FUNCTION_NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*(?:::[\p{ID_Start}_][\p{ID_Continue}-]*)*(?=\()/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d+/y;
const OPERATOR = /\|\||&&|==|!=|<=|>=|[<>+\-*/%]/y;
const ESCAPE = /\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
/** Up to the next character that could be something else than itself. */
const QUOTED_TEXT = /[^"\\$%\n\r]+/y;
const BARE_TEXT = /[^$%]+/y;
const DOLLAR_OR_PERCENT = /[$%]/y;
const ESCAPED_MARKER = /\$\$\{|%%\{/y;
const LONE_CARRIAGE_RETURN = /\r(?!\n)(?=.*[$%]\{)/s;
const DIRECTIVE_FOR =
  /for\s+([\p{ID_Start}_][\p{ID_Continue}-]*)(?:\s*,\s*([\p{ID_Start}_][\p{ID_Continue}-]*))?\s+in\b/uy;
const DIRECTIVE_END = /else\b|endif\b|endfor\b/y;

/** A recursive descent over one text. */
class Parser {
  #position = 0;

  constructor(readonly text: string) {}

  bareTemplate(): Template {
    const lone = LONE_CARRIAGE_RETURN.exec(this.text);
    if (lone !== null) {
      this.#position = lone.index + 1;
      throw this.#expected('a line feed: after a carriage return alone Terraform evaluates nothing');
    }
    return this.#parts(false);
  }

  expression(): Expression {
    const condition = this.#binary(1);
    if (!this.#take('?')) return condition;
    const yes = this.expression();
    this.#expect(':');
    return { kind: 'conditional', condition, yes, no: this.expression() };
  }

  expectEnd(): void {
    this.#match(SPACE);
    if (this.#position < this.text.length) throw this.#expected('the end');
  }

  #binary(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#peek(OPERATOR);
      const precedence = operator === undefined ? undefined : PRECEDENCE[operator];
      if (operator === undefined || precedence === undefined || precedence < least) return left;
      this.#take(operator);
      left = { kind: 'binary', operator, left, right: this.#binary(precedence + 1) };
    }
  }

  #unary(): Expression {
    for (const operator of ['!', '-'])
      if (this.#take(operator)) return { kind: 'unary', operator, operand: this.#unary() };
    return this.#access();
  }

  #access(): Expression {
    const base = this.#primary();
    const steps: Step[] = [];
    for (let step = this.#step(); step !== undefined; step = this.#step()) steps.push(step);
    if (steps.length > 0) return { kind: 'access', base, steps };
    return base.kind === 'group' ? base.inner : base;
  }

  #step(): Step | undefined {
    if (this.#isNext('...')) return undefined;
    if (this.#take('.')) {
      const name = this.#take('*') ? '*' : (this.#match(DIGITS) ?? this.#match(NAME));
      if (name === undefined) throw this.#expected('the name of an attribute');
      return { text: `.${name}`, end: this.#position };
    }
    if (!this.#take('[')) return undefined;
    if (this.#take('*')) {
      this.#expect(']');
      return { text: '[*]', end: this.#position };
    }
    const key = this.expression();
    this.#expect(']');
    return { text: '', key, end: this.#position };
  }

  #primary(): Expression {
    this.#match(SPACE);
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#tuple();
    if (this.#take('{')) return this.#object();
    if (this.#take('"')) return this.#quoted();
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'word', text: number };
    const name = this.#match(FUNCTION_NAME);
    if (name !== undefined) return this.#call(name);
    const word = this.#match(NAME);
    if (word === undefined) throw this.#expected('a value');
    return { kind: 'word', text: word };
  }

  #group(): Group {
    const inner = this.expression();
    this.#expect(')');
    return { kind: 'group', inner };
  }

  #call(name: string): Expression {
    this.#expect('(');
    const values: Expression[] = [];
    while (!this.#take(')')) {
      values.push(this.expression());
      if (this.#take('...')) {
        this.#take(',');
        this.#expect(')');
        return { kind: 'call', name, arguments: values, isExpanded: true };
      }
      if (!this.#take(',') && !this.#isNext(')')) throw this.#expected('"," or ")"');
    }
    return { kind: 'call', name, arguments: values, isExpanded: false };
  }

  #tuple(): Expression {
    if (this.#takeFor()) return this.#for(']');
    const elements: Expression[] = [];
    while (!this.#take(']')) {
      elements.push(this.expression());
      if (!this.#take(',') && !this.#isNext(']')) throw this.#expected('"," or "]"');
    }
    return { kind: 'tuple', elements };
  }

  #object(): Expression {
    if (this.#takeFor()) return this.#for('}');
    const entries: Entry[] = [];
    while (!this.#take('}')) {
      const key = this.#key();
      if (!this.#take('=') && !this.#take(':')) throw this.#expected('"="');
      entries.push({ key, value: this.expression() });
      if (!this.#take(',') && !this.#isNext('}') && !this.#isOnNewLine()) throw this.#expected('"," or "}"');
    }
    return { kind: 'object', entries };
  }

  #key(): Expression {
    if (this.#take('(')) return this.#group();
    return this.#take('"') ? this.#quoted() : this.#access();
  }

  #takeFor(): boolean {
    return this.#peek(NAME) === 'for' && this.#take('for');
  }

  #for(close: ']' | '}'): Expression {
    const names = [this.#name()];
    if (this.#take(',')) names.push(this.#name());
    if (this.#name() !== 'in') throw this.#expected('"in"');
    const collection = this.expression();
    this.#expect(':');
    const first = this.expression();
    const second = close === '}' ? this.#afterArrow() : undefined;
    const isGrouped = this.#take('...');
    const condition = this.#peek(NAME) === 'if' && this.#take('if') ? this.expression() : undefined;
    this.#expect(close);
    return {
      kind: 'for',
      names,
      collection,
      ...(second !== undefined && { key: first }),
      value: second ?? first,
      isGrouped,
      ...(condition !== undefined && { condition }),
    };
  }

  #afterArrow(): Expression {
    this.#expect('=>');
    return this.expression();
  }

  #quoted(): Expression {
    const parts = this.#parts(true);
    if (this.text[this.#position] !== '"') throw this.#expected('what a string may have, or its end');
    this.#position++;
    const whole = wholeExpression(parts);
    return whole === undefined ? { kind: 'template', parts } : { kind: 'group', inner: whole };
  }

  /** Literal text, interpolations and directives, up to something else. */
  #parts(isQuoted: boolean): Template {
    const parts: Part[] = [];
    let escaped = '';
    const endLiteral = (): void => {
      if (escaped !== '') parts.push({ kind: 'literal', escaped });
      escaped = '';
    };
    for (;;) {
      const marker = this.#match(ESCAPED_MARKER);
      if (marker !== undefined) {
        escaped += marker;
        continue;
      }
      if (this.text.startsWith('${', this.#position)) {
        endLiteral();
        parts.push(this.#interpolation(isQuoted));
        continue;
      }
      if (this.text.startsWith('%{', this.#position)) {
        endLiteral();
        parts.push(this.#directive(isQuoted));
        continue;
      }
      const text = isQuoted ? (this.#match(QUOTED_TEXT) ?? this.#match(ESCAPE)) : this.#match(BARE_TEXT);
      const more = text ?? this.#match(DOLLAR_OR_PERCENT);
      if (more === undefined) break;
      escaped += isQuoted ? more : escapeLiteral(more);
    }
    endLiteral();
    return parts;
  }

  #interpolation(isQuoted: boolean): Part {
    this.#position += 2;
    const stripLeft = this.#takeStrip(isQuoted);
    const expression = this.expression();
    this.#match(SPACE);
    const stripRight = this.#takeStrip(isQuoted);
    this.#expect('}');
    return { kind: 'interpolation', expression, stripLeft, stripRight };
  }

  #directive(isQuoted: boolean): Part {
    this.#position += 2;
    const stripLeft = this.#takeStrip(isQuoted);
    this.#match(SPACE);
    const end = this.#match(DIRECTIVE_END);
    const head = end ?? this.#match(DIRECTIVE_FOR) ?? this.#match(/if\b/y);
    if (head === undefined) throw this.#expected('if, else, endif, for or endfor');
    const expression = end === undefined ? this.expression() : undefined;
    this.#match(SPACE);
    const stripRight = this.#takeStrip(isQuoted);
    this.#expect('}');
    return {
      kind: 'directive',
      head: head.replace(/\s*,\s*/, ', ').replace(/\s+/g, ' '),
      ...(expression !== undefined && { expression }),
      stripLeft,
      stripRight,
    };
  }

  /** Of white space in several lines, the JSON syntax strips less than quoted strings do. */
  #takeStrip(isQuoted: boolean): boolean {
    if (this.text[this.#position] !== '~') return false;
    if (!isQuoted)
      throw this.#expected('the same without "~", which strips other white space in JSON than in HCL');
    this.#position++;
    return true;
  }

  #name(): string {
    this.#match(SPACE);
    const name = this.#match(NAME);
    if (name === undefined) throw this.#expected('a name');
    return name;
  }

  #isOnNewLine(): boolean {
    return this.text.slice(this.#position, this.#afterSpace()).includes('\n');
  }

  #afterSpace(): number {
    SPACE.lastIndex = this.#position;
    SPACE.test(this.text);
    return SPACE.lastIndex;
  }

  /** The next token after white space, without taking it. */
  #peek(token: RegExp): string | undefined {
    token.lastIndex = this.#afterSpace();
    return token.exec(this.text)?.[0];
  }

  #isNext(token: string): boolean {
    return this.text.startsWith(token, this.#afterSpace());
  }

  #take(token: string): boolean {
    const start = this.#afterSpace();
    if (!this.text.startsWith(token, start)) return false;
    this.#position = start + token.length;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#expected(JSON.stringify(token));
  }

  #match(token: RegExp): string | undefined {
    token.lastIndex = this.#position;
    const found = token.exec(this.text)?.[0];
    if (found !== undefined) this.#position += found.length;
    return found;
  }

  #expected(what: string): UnreadableExpressionError {
    return new UnreadableExpressionError(this.text, this.#position, what);
  }
}
