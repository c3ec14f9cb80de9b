/** `name = value`; the value may have lines of its own. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

const INDENT = '  ';

/** Lines with the equals signs of neighbours one below the other, as `terraform fmt` has them. */
export function alignAssignments(assignments: readonly Assignment[], indent: string): string[] {
  const widths = assignments.map(({ name }) => columns(name));
  return assignments.map(({ name, value }, at) => {
    const width = value.includes('\n') ? columns(name) : widest(assignments, widths, at);
    return `${indent}${name}${' '.repeat(width - columns(name))} = ${value}`;
  });
}

export function indented(indent: string): string {
  return indent + INDENT;
}

/** The greatest width of the run of one-line assignments that the one at the index is in. */
function widest(assignments: readonly Assignment[], widths: readonly number[], at: number): number {
  const endsRun = ({ value }: Assignment): boolean => value.includes('\n');
  const start = assignments.slice(0, at).findLastIndex(endsRun) + 1;
  const length = assignments.slice(at).findIndex(endsRun);
  return Math.max(...widths.slice(start, length < 0 ? undefined : at + length));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What Terraform counts as columns: characters as people see them. */
function columns(text: string): number {
  return [...graphemes.segment(text)].length;
}
