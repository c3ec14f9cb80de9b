import { parseArgs } from 'node:util';
import { isPipeline, PIPELINE_NAMES, type Pipeline } from './pipelines';

const DEFAULT: Pipeline = 'kinesis-to-search';

export interface DemoOptions {
  /** The pipeline that is deployed. */
  readonly pipeline: Pipeline;
  /** Leaves everything running until Ctrl-C. */
  readonly keep: boolean;
  /** A file of the user's own items, one JSON object a line. */
  readonly items?: string;
  readonly help: boolean;
}

export const USAGE = `npm run demo -- [PIPELINE] [--keep] [--items FILE.jsonl]

  PIPELINE             ${PIPELINE_NAMES.join(', ')}; by default ${DEFAULT}
  --keep               leave everything running until Ctrl-C, with its URLs printed
  --items FILE.jsonl   load these items instead of the 3,201 movies: one JSON object a line;
                       an item without an "id" gets one of its line's number`;

/** @throws Error that names what is not known */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      keep: { type: 'boolean', default: false },
      items: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { keep, help, items } = values;
  return { pipeline: pipelineOf(positionals), keep, help, ...(items !== undefined && { items }) };
}

function pipelineOf([name = DEFAULT, ...others]: readonly string[]): Pipeline {
  if (others.length === 0 && isPipeline(name)) return name;
  throw new Error(
    `The pipeline is ${JSON.stringify([name, ...others].join(' '))}, but must be one of ${PIPELINE_NAMES.join(', ')}.`,
  );
}
