import { alignAssignments, indented } from './assignments';
import {
  type Entry,
  type Expression,
  type For,
  isPlainKey,
  type Part,
  PRECEDENCE,
  type Step,
  subexpressions,
  type Template,
} from './expression';

/** Longer lines are broken where HCL lets them be. */
const LINE_WIDTH = 100;
const LOGICAL = new Set(['&&', '||']);

/**
 * The expression as a person would lay it out: on one line if it is small, else over several.
 * @param indent what stands before the line that it begins on
 * @param column where on that line it begins
 */
export function formatExpression(expression: Expression, indent: string, column: number): string {
  const line = onOneLine(expression);
  if (isCompact(expression) && column + line.length <= LINE_WIDTH) return line;
  const inner = indented(indent);
  const innerLines = (lines: readonly string[]): string => lines.map((text) => `${inner}${text}\n`).join('');
  const nested = (value: Expression, before = ''): string =>
    before + formatExpression(value, inner, inner.length + before.length);

  switch (expression.kind) {
    case 'object':
      if (expression.entries.length === 0) return line;
      return `{\n${formatEntries(expression.entries, inner).join('\n')}\n${indent}}`;
    case 'tuple': {
      const [first, ...others] = expression.elements;
      if (first === undefined) return line;
      if (others.length === 0 && isCollection(first))
        return `[${formatExpression(first, indent, column + 1)}]`;
      return `[\n${innerLines(expression.elements.map((element) => `${nested(element)},`))}${indent}]`;
    }
    case 'call': {
      const last = expression.arguments.at(-1);
      if (last === undefined) return line;
      const before = expression.arguments.slice(0, -1);
      const dots = expression.isExpanded ? '...' : '';
      const opening = `${expression.name}(${before.map((argument) => `${onOneLine(argument)}, `).join('')}`;
      const hugs =
        isCollection(last) || (before.length === 0 && (last.kind === 'call' || last.kind === 'for'));
      if (hugs && before.every(isCompact) && column + opening.length < LINE_WIDTH)
        return `${opening}${formatExpression(last, indent, column + opening.length)}${dots})`;
      const values = expression.arguments.map((argument) => nested(argument)).join(`,\n${inner}`);
      return `${expression.name}(\n${inner}${values}${dots}\n${indent})`;
    }
    case 'for': {
      const [open, close] = brackets(expression);
      const head = forHead(expression);
      const tail = forTail(expression);
      return `${open}\n${inner}${nested(expression.value, head)}${tail}\n${indent}${close}`;
    }
    case 'conditional':
      return `(\n${innerLines([
        operand(expression.condition, 1),
        nested(expression.yes, '? '),
        nested(expression.no, ': '),
      ])}${indent})`;
    case 'binary': {
      const [first, ...others] = chain(expression);
      // `terraform fmt` takes a minus at the beginning of a line for a sign.
      if (first === undefined || !LOGICAL.has(expression.operator)) return line;
      return `(\n${innerLines([first.text, ...others.map(({ operator, text }) => `${operator} ${text}`)])}${indent})`;
    }
    case 'group':
      return `(\n${inner}${nested(expression.inner)}\n${indent})`;
    default:
      return line;
  }
}

/** The object's entries, one or more lines each. */
function formatEntries(entries: readonly Entry[], indent: string): string[] {
  const names = entries.map(({ key }) => formatKey(key));
  const column = indent.length + Math.max(...names.map((name) => name.length)) + ' = '.length;
  return alignAssignments(
    entries.map(({ value }, at) => ({
      name: names[at] ?? '',
      value: formatExpression(value, indent, column),
    })),
    indent,
  );
}

function onOneLine(expression: Expression): string {
  switch (expression.kind) {
    case 'word':
      return expression.text;
    case 'template':
      return `"${formatTemplate(expression.parts)}"`;
    case 'call': {
      const values = expression.arguments.map(onOneLine).join(', ');
      return `${expression.name}(${values}${expression.isExpanded ? '...' : ''})`;
    }
    case 'tuple':
      return `[${expression.elements.map(onOneLine).join(', ')}]`;
    case 'object': {
      const entries = expression.entries.map(({ key, value }) => `${formatKey(key)} = ${onOneLine(value)}`);
      return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
    }
    case 'for': {
      const [open, close] = brackets(expression);
      const space = open === '{' ? ' ' : '';
      return `${open}${space}${forHead(expression)}${onOneLine(expression.value)}${forTail(expression)}${space}${close}`;
    }
    case 'conditional': {
      const no = onOneLine(expression.no);
      return `${operand(expression.condition, 1)} ? ${operand(expression.yes, 1)} : ${no}`;
    }
    case 'binary': {
      const precedence = PRECEDENCE[expression.operator] ?? 0;
      return `${operand(expression.left, precedence, expression.operator)} ${expression.operator} ${operand(expression.right, precedence + 1, expression.operator)}`;
    }
    case 'unary':
      return expression.operand.kind === 'unary'
        ? `${expression.operator}(${onOneLine(expression.operand)})`
        : `${expression.operator}${operand(expression.operand, Number.POSITIVE_INFINITY)}`;
    case 'group':
      return `(${onOneLine(expression.inner)})`;
    case 'access':
      return onOneLine(expression.base) + expression.steps.map(formatStep).join('');
  }
}

/** With parentheses where it would bind otherwise, or where the reader would have to know how it does. */
function operand(expression: Expression, least: number, operator?: string): string {
  const text = onOneLine(expression);
  if (expression.kind === 'conditional') return `(${text})`;
  if (expression.kind !== 'binary') return text;
  const isMixed = operator === '||' && expression.operator === '&&';
  return isMixed || (PRECEDENCE[expression.operator] ?? 0) < least ? `(${text})` : text;
}

/** `a && b && c` as its operands, each with the operator before it. */
function chain(expression: Expression, of?: string): { operator: string; text: string }[] {
  if (expression.kind !== 'binary' || (of !== undefined && expression.operator !== of))
    return [
      {
        operator: '',
        text: of === undefined ? onOneLine(expression) : operand(expression, PRECEDENCE[of] ?? 0, of),
      },
    ];
  const { operator, left, right } = expression;
  return [
    ...chain(left, operator),
    { operator, text: operand(right, (PRECEDENCE[operator] ?? 0) + 1, operator) },
  ];
}

function formatTemplate(parts: Template): string {
  return parts.map(formatPart).join('');
}

function formatPart(part: Part): string {
  if (part.kind === 'literal') return part.escaped;
  const [open, close] = [part.stripLeft ? '~' : '', part.stripRight ? '~' : ''];
  const expression = part.expression === undefined ? '' : inTemplate(part.expression);
  if (part.kind === 'interpolation') return `\${${open}${expression}${close}}`;
  const space = expression === '' || expression.startsWith('(') ? '' : ' ';
  return `%{${open}${part.head}${space}${expression}${close}}`;
}

/** `terraform fmt` takes a minus at its beginning for a subtraction. */
function inTemplate(expression: Expression): string {
  const text = onOneLine(expression);
  return text.startsWith('-') ? `(${text})` : text;
}

function formatKey(key: Expression): string {
  if (key.kind === 'template') {
    const [only] = key.parts;
    if (key.parts.length === 1 && only?.kind === 'literal' && isPlainKey(only.escaped)) return only.escaped;
  }
  return onOneLine(key);
}

function formatStep({ text, key }: Step): string {
  return key === undefined ? text : `[${onOneLine(key)}]`;
}

function brackets({ key }: For): readonly [string, string] {
  return key === undefined ? ['[', ']'] : ['{', '}'];
}

function forHead({ names, collection, key }: For): string {
  const arrow = key === undefined ? '' : `${onOneLine(key)} => `;
  return `for ${names.join(', ')} in ${onOneLine(collection)} : ${arrow}`;
}

function forTail({ isGrouped, condition }: For): string {
  return `${isGrouped ? '...' : ''}${condition === undefined ? '' : ` if ${onOneLine(condition)}`}`;
}

function isCollection({ kind }: Expression): boolean {
  return kind === 'object' || kind === 'tuple';
}

/** Whether it reads well on one line, if the line is long enough. */
function isCompact(expression: Expression): boolean {
  if (expression.kind === 'object') {
    const [first, ...others] = expression.entries;
    if (others.length > 0 || first?.value.kind === 'object') return false;
  }
  return subexpressions(expression).every(isCompact);
}
