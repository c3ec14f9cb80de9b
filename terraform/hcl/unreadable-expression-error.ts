const NEIGHBOURHOOD = 40;

/** A string of the synthesized JSON is no template that Terraform could read. */
export class UnreadableExpressionError extends Error {
  override readonly name = 'UnreadableExpressionError';

  constructor(
    readonly text: string,
    readonly position: number,
    expected: string,
  ) {
    const before = text.slice(Math.max(0, position - NEIGHBOURHOOD), position);
    const after = text.slice(position, position + NEIGHBOURHOOD);
    super(
      `Terraform cannot read ${JSON.stringify(text)}: after ${JSON.stringify(before)} there is ` +
        `${after === '' ? 'nothing' : JSON.stringify(after)}, but must be ${expected}. ` +
        'In an expression, a quotation mark in a string needs a backslash: make JSON with Fn.jsonencode and objects, ' +
        'not with JSON.stringify.',
    );
  }
}
