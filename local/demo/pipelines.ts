/** What is special to each pipeline's stack in `main.ts`, by its name. */
export const PIPELINES = {
  'kinesis-to-search': { collection: 'lab-collection' },
  'streams-to-search': { collection: 'streams-to-search' },
  'kinesis-to-s3': {},
  'streams-to-s3': {},
} as const satisfies Record<string, { readonly collection?: string }>;

export type Pipeline = keyof typeof PIPELINES;

export const PIPELINE_NAMES = Object.keys(PIPELINES).filter(isPipeline);

export function isPipeline(name: string): name is Pipeline {
  return Object.hasOwn(PIPELINES, name);
}
