import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { archive } from '../functions/build/archive';
import { bundle } from '../functions/build/bundle';
import { PROJECT_ROOT } from '../local/paths';
import { kinesisEvent } from './events';
import { median } from './median';

/** Fresh processes of each kind; their medians are compared. */
const PROCESSES = 15;

export interface ColdStart {
  /** Size of what the function loads before its first record, zipped, in KB of 1,024 bytes. */
  readonly zipKb: number;
  /** CPU time to load the function, and a bundle of the parts that others use, in ms. */
  readonly load: number;
  readonly usualLoad: number;
  /** CPU time to load and to do the first batch of 1,000 medium changes, in ms. */
  readonly firstBatch: number;
  readonly naiveFirstBatch: number;
}

export async function measureColdStart(sink: string, folder: string): Promise<ColdStart> {
  const indexer = join(folder, 'search-indexer', 'index.js');
  const usual = await bundled(folder, 'usual-parts.ts');
  const naive = await bundled(folder, 'ways/naive.ts');
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify(kinesisEvent('medium', 'distinct', 0)));
  const runs = {
    load: [indexer],
    usualLoad: [usual],
    firstBatch: [indexer, event, sink],
    naiveFirstBatch: [naive, event, sink],
  };
  const costs = { load: [], usualLoad: [], firstBatch: [], naiveFirstBatch: [] } as Record<
    keyof typeof runs,
    number[]
  >;
  for (let i = 0; i < PROCESSES; i++) {
    for (const name of Object.keys(runs) as (keyof typeof runs)[]) costs[name].push(await fresh(runs[name]));
  }
  return {
    zipKb: Math.ceil(archive({ 'index.js': readFileSync(indexer) }).length / 1024),
    load: median(costs.load),
    usualLoad: median(costs.usualLoad),
    firstBatch: median(costs.firstBatch),
    naiveFirstBatch: median(costs.naiveFirstBatch),
  };
}

/** @returns the path of the file that is loaded first */
async function bundled(folder: string, file: string): Promise<string> {
  const output = join(folder, file.replace(/\W/g, '-').replace(/-ts$/, ''));
  mkdirSync(output, { recursive: true });
  const files = await bundle({
    entryPoint: join(__dirname, file),
    root: PROJECT_ROOT,
    tsconfig: join(PROJECT_ROOT, 'tsconfig.json'),
  });
  for (const [name, code] of Object.entries(files)) writeFileSync(join(output, name), code);
  return join(output, 'index.js');
}

async function fresh(args: readonly string[]): Promise<number> {
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TABLE_NAME: 'lab-table',
    SEARCH_ENDPOINT: args[2] ?? 'http://127.0.0.1:1',
    SEARCH_INDEX: 'items',
    PARKING_BUCKET: 'parking',
    PARKING_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/parking',
  };
  const { stderr } = await promisify(execFile)(process.execPath, ['-e', RUNTIME, ...args], { env });
  return Number(stderr);
}

/** Tells the CPU time in ms; the function's own log goes to stdout. */
const RUNTIME = `
const [file, event, sink] = process.argv.slice(1);
const records = event && JSON.parse(require('node:fs').readFileSync(event, 'utf8'));
const before = process.cpuUsage();
const { handler, naive } = require(file);
const end = () => {
  const { user, system } = process.cpuUsage(before);
  process.stderr.write(String((user + system) / 1e3), () => process.exit());
};
if (!event) end();
else (handler ? handler(records) : naive(sink).handle(records)).then(end);
`;
