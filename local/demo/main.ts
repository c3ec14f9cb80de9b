import type { LocalEnvironment } from '../environment/local-environment';
import { checkPrerequisites } from '../prerequisites';
import { itemsOf, movies } from './data-set';
import { Demo } from './demo';
import { demoOptions, USAGE } from './options';

async function main(): Promise<void> {
  const options = demoOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  await checkPrerequisites();
  const data = options.items === undefined ? movies() : itemsOf(options.items);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(new Error('Stopped.')));
  }
  const demo = new Demo(data, interrupted.signal);
  await demo.run(async (environment) => {
    console.log(options.keep ? running(environment) : NEXT);
    if (options.keep) await new Promise((resolve) => interrupted.signal.addEventListener('abort', resolve));
  });
}

const NEXT = `
What to try next
  npm run demo -- --keep                 leave it running, and search and change things yourself
  npm run demo -- --items FILE.jsonl     load your own items: one JSON object a line
  npm test                               see the promises tested`;

function running({
  emulator,
  engine,
  gateway,
  folder,
  terraformFolder,
  environment,
}: LocalEnvironment): string {
  return `${folder}${engine.url}${gateway.url}${emulator.endpoint}${terraformFolder}${environment}`;
}

main().catch((error: Error) => {
  console.error(`\n✗ ${error.message}`);
  process.exitCode = 1;
});
