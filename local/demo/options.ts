import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Leaves everything running until Ctrl-C. */
  readonly keep: boolean;
  /** A file of the user's own items, one JSON object a line. */
  readonly items?: string;
  readonly help: boolean;
}

export const USAGE = `npm run demo -- [--keep] [--items FILE.jsonl]

  --keep               leave everything running until Ctrl-C, with its URLs printed
  --items FILE.jsonl   load these items instead of the 3,201 movies: one JSON object a line;
                       an item without an "id" gets one of its line's number`;

/** @throws Error that names what is not known */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      keep: { type: 'boolean', default: false },
      items: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { keep, help, items } = values;
  return items === undefined ? { keep, help } : { keep, help, items };
}
