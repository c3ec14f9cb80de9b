/**
 * Any text as a code span, in which Markdown and HTML mean nothing. Line ends and characters that nobody sees are
 * spelt out: they could hide what the text says.
 * @param longest how many characters of it are shown
 */
export function code(text: string, longest = Number.POSITIVE_INFINITY): string {
  const visible = shortened(text, longest)
    .replace(/\r?\n/g, '⏎')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const longestRun = Math.max(0, ...Array.from(visible.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const pad = /^[`\s]|[`\s]$/.test(visible) || visible === '' ? ' ' : '';
  return `${fence}${pad}${visible}${pad}${fence}`;
}

/** A row of a table, which ends a cell at each `|`, even in code. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(header), row(header.map(() => '---')), ...rows.map(row)];
}

function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${Array.from(text)
    .slice(0, longest - 1)
    .join('')}…`;
}
