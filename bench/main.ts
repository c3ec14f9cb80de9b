import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../local/paths';
import { chart } from './chart';
import { measureColdStart } from './cold-start';
import { type Measurement, measure } from './cpu-per-change';
import { SIZES, type Size } from './events';
import { prepare } from './prepare';
import { BenchProcess } from './processes';
import { page } from './report';
import { measureWallTime } from './wall-time';

/** Measures, prints the page, and writes it to `docs/speed.md` with its chart. */
async function main(): Promise<void> {
  const folder = prepare();
  const { sink, url } = await BenchProcess.startSink();
  const measurements: Measurement[] = [];
  for (const size of Object.keys(SIZES) as Size[]) {
    for (const load of ['distinct', 'hot'] as const) {
      console.error(`measuring ${size} items, ${load}`);
      measurements.push(await measure(size, load, url, folder));
    }
  }
  console.error('measuring cold starts');
  const coldStart = await measureColdStart(url, folder);
  sink.stop();
  console.error('measuring the way into OpenSearch');
  const wallTimes = await measureWallTime(folder);
  const text = page({ measurements, coldStart, wallTimes });
  console.log(text);
  writeFileSync(join(PROJECT_ROOT, 'docs', 'speed.md'), text);
  writeFileSync(join(PROJECT_ROOT, 'docs', 'speed.svg'), chart(measurements));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
