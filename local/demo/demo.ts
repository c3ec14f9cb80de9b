import { LocalEnvironment } from '../environment/local-environment';
import { ConsoleReport } from './console-report';
import type { DataSet } from './data-set';
import type { DemoContext, RunningPipeline } from './demo-context';
import { followIntoArchive } from './follow-into-archive';
import { followIntoSearch } from './follow-into-search';
import { PIPELINES, type Pipeline } from './pipelines';

export interface DemoProps {
  readonly pipeline: Pipeline;
  readonly data: DataSet;
  readonly signal: AbortSignal;
  /** Waited for at the end, before everything is stopped. */
  readonly whileRunning: (running: RunningPipeline) => Promise<void>;
}

/** How a data set is followed into each pipeline's sink. */
const FOLLOW: Readonly<Record<Pipeline, (context: DemoContext) => Promise<void>>> = {
  'kinesis-to-search': followIntoSearch,
  'streams-to-search': followIntoSearch,
  'kinesis-to-s3': followIntoArchive,
  'streams-to-s3': followIntoArchive,
};

/**
 * A pipeline deployed on this machine, and a data set followed through it.
 * @throws Error unless what arrives equals the table
 */
export async function runDemo({ pipeline, data, signal, whileRunning }: DemoProps): Promise<void> {
  const report = new ConsoleReport();
  const settings: { readonly collection?: string } = PIPELINES[pipeline];
  const servers = settings.collection
    ? 'AWS emulator, OpenSearch and the collection’s gateway'
    : 'AWS emulator';
  const environment = await report.phase(`Set up: ${servers}`, () =>
    LocalEnvironment.start({ ...settings, signal, onProgress: (message) => report.detail(message) }),
  );
  try {
    await report.phase(`Deploy: cdktf deploy ${pipeline}`, () => deploy(pipeline, environment, report));
    const running = { pipeline, environment, outputs: environment.outputs(pipeline) };
    await FOLLOW[pipeline]({ ...running, data, report, signal });
    report.times();
    await whileRunning(running);
  } finally {
    await environment.stop();
  }
}

async function deploy(stack: Pipeline, environment: LocalEnvironment, report: ConsoleReport): Promise<void> {
  let made = 0;
  await environment.cdktf('deploy', stack, (line) => {
    report.progress(line);
    if (line.includes('Creation complete')) made++;
  });
  report.detail(`${made} resources made`);
}
