import type { LocalEnvironment } from '../environment/local-environment';
import type { ConsoleReport } from './console-report';
import type { DataSet } from './data-set';
import type { Pipeline } from './pipelines';

/** The deployed pipeline, while it runs. */
export interface RunningPipeline {
  readonly pipeline: Pipeline;
  readonly environment: LocalEnvironment;
  /** Of the stack, by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What the steps of a demo work with. */
export interface DemoContext extends RunningPipeline {
  readonly data: DataSet;
  readonly report: ConsoleReport;
  readonly signal: AbortSignal;
}
