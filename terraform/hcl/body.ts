import { type Assignment, alignAssignments, indented } from './assignments';
import type { Expression } from './expression';
import { formatExpression } from './format-expression';

/** What a block has between its braces. */
export interface Body {
  /** In the order in which they are written. */
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** An attribute that stands first, apart. */
  readonly head?: Attribute | undefined;
  /** One that stands last, apart. */
  readonly tail?: Attribute | undefined;
  /** Whether long attributes stay where they are, without blank lines around them. */
  readonly isDense?: boolean;
}

export interface Attribute {
  readonly name: string;
  readonly value: Expression;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

/** The block as text, without a new line at its end. */
export function formatBlock({ type, labels, body }: Block, indent = ''): string {
  const head = `${indent}${[type, ...labels.map((label) => JSON.stringify(label))].join(' ')} {`;
  const text = formatBody(body, indented(indent));
  return text === '' ? `${head}}` : `${head}\n${text}\n${indent}}`;
}

/** Paragraphs: what fits on lines stays together, and whatever is longer stands alone. */
function formatBody({ head, attributes, blocks, tail, isDense }: Body, indent: string): string {
  const assignments = toAssignments(attributes, indent);
  const isLong = ({ value }: Assignment): boolean => !isDense && value.includes('\n');
  const short = assignments.filter((assignment) => !isLong(assignment));
  const long = assignments.filter(isLong);
  const paragraph = (some: readonly Assignment[]): string => alignAssignments(some, indent).join('\n');
  return [
    paragraph(toAssignments(head === undefined ? [] : [head], indent)),
    paragraph(short),
    ...long.map((assignment) => paragraph([assignment])),
    ...blocks.map((block) => formatBlock(block, indent)),
    paragraph(toAssignments(tail === undefined ? [] : [tail], indent)),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function toAssignments(attributes: readonly Attribute[], indent: string): Assignment[] {
  const column = indent.length + Math.max(0, ...attributes.map(({ name }) => name.length)) + ' = '.length;
  return attributes.map(({ name, value }) => ({ name, value: formatExpression(value, indent, column) }));
}
