import { ARCHIVE_PREREQUISITES, checkPrerequisites, PREREQUISITES } from '../prerequisites';
import { itemsOf, movies } from './data-set';
import { runDemo } from './demo';
import { guide } from './guide';
import { demoOptions, USAGE } from './options';
import { PIPELINES } from './pipelines';

const NEXT = `
What to try next
  npm run demo -- kinesis-to-s3          another pipeline; --help names them all
  npm run demo -- --keep                 leave it running, and search and change things yourself
  npm run demo -- --items FILE.jsonl     load your own items: one JSON object a line
  npm test                               see the promises tested`;

// The AWS SDK warns of the Node.js versions that it will need one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort(new Error('Stopped: nothing is left running.')));
}

async function main(): Promise<void> {
  const options = demoOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  const data = options.items === undefined ? movies() : itemsOf(options.items);
  await checkPrerequisites(
    'collection' in PIPELINES[options.pipeline] ? PREREQUISITES : ARCHIVE_PREREQUISITES,
  );
  const { signal } = interrupted;
  await runDemo({
    pipeline: options.pipeline,
    data,
    signal,
    whileRunning: async (running) => {
      console.log(options.keep ? guide(running) : NEXT);
      if (options.keep) await untilAborted(signal);
    },
  });
  if (options.keep) console.log('\nStopped: nothing is left running.');
}

/** An AbortSignal keeps no process alive: a timer does. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(timer);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

main().catch((error: Error) => {
  const { signal } = interrupted;
  console.error(signal.aborted ? `\n${signal.reason.message}` : `\n✗ ${error.message}`);
  process.exitCode = signal.aborted ? 130 : 1;
});
