import { QUERY_USAGE, queryCommand } from './archive/query-command';
import { REPLAY_USAGE, replayCommand } from './archive/replay-command';
import { FUNCTION_ZIP_USAGE, functionZipCommand } from './function-zip/function-zip-command';
import { REVIEW_USAGE, reviewCommand } from './review/review-command';
import { UsageError } from './usage-error';

type Command = (args: readonly string[], signal: AbortSignal) => Promise<void>;

const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly usage: string }>> = {
  'archive replay': { run: replayCommand, usage: REPLAY_USAGE },
  'archive query': { run: queryCommand, usage: QUERY_USAGE },
  review: { run: reviewCommand, usage: REVIEW_USAGE },
  'function-zip': { run: functionZipCommand, usage: FUNCTION_ZIP_USAGE },
};

const USAGE = `${Object.values(COMMANDS)
  .map(({ usage }) => usage)
  .join('\n\n')}

Exit status: 0 done · 1 failed, or findings of a review · 2 wrong usage`;

/** The operator's command. Data goes to stdout, all else to stderr. */
async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const [room = '', name = ''] = args;
  const words = Object.hasOwn(COMMANDS, room) ? 1 : 2;
  const given = args.slice(0, words).join(' ');
  const command = Object.hasOwn(COMMANDS, given) ? COMMANDS[given] : undefined;
  if (args.includes('--help') || args.includes('-h')) return console.log(command?.usage ?? USAGE);
  if (command === undefined)
    throw new UsageError(
      `${args.length === 0 ? 'No command is given.' : `There is no command ${JSON.stringify([room, name].join(' ').trim())}.`}\n\n${USAGE}`,
    );
  await command.run(args.slice(words), signal);
}

// The AWS SDK warns of the Node.js versions that it will need one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort(new Error('Stopped: nothing is left behind.')));

main(process.argv.slice(2), stopped.signal).catch((error: Error & { code?: unknown }) => {
  // The reader of the pipe has what it wants.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`${stopped.signal.aborted ? stopped.signal.reason.message : error.message}\n`);
  process.exitCode = stopped.signal.aborted ? 130 : error instanceof UsageError ? 2 : 1;
});
