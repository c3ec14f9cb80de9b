import { deadlines, type RemainingTime } from '../lambda/deadlines';
import { numberBetween, required, requiredUrl } from '../lambda/environment-variable';
import { SearchClient } from '../search/search-client';
import { emptySweepSummary, sweepLine } from './sweep-summary';
import { TombstoneSweep } from './tombstone-sweep';

const HOUR_MS = 3_600_000;

/** Removes old tombstones, as far as its time takes it; the next run goes on. It looks at nothing of its event. */
export async function handler(_event?: unknown, context?: RemainingTime): Promise<void> {
  const { env } = process;
  const started = Date.now();
  const indices = required(env, 'SEARCH_INDICES').split(',');
  const table = required(env, 'TABLE_NAME');
  required(env, 'TOMBSTONE_RETENTION_HOURS');
  const hours = numberBetween(env, 'TOMBSTONE_RETENTION_HOURS', { min: 24, max: 87_600, default: 87_600 });
  const search = new SearchClient({
    endpoint: requiredUrl(env, 'SEARCH_ENDPOINT'),
    signingName: env.SEARCH_SIGNING_NAME || 'aoss',
    region: env.AWS_REGION || required(env, 'AWS_DEFAULT_REGION'),
    requestTimeoutMs: 60_000,
  });
  const summary = emptySweepSummary();
  let reason: string | undefined;
  try {
    const deadline = deadlines(context, started).writing;
    for (const index of indices) {
      const sweep = new TombstoneSweep({ index, search, deadline, summary });
      reason = await sweep.run((started - hours * HOUR_MS) * 1_000);
      if (reason !== undefined) break;
    }
  } catch (error) {
    reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw error;
  } finally {
    const line = {
      namespace: env.METRICS_NAMESPACE || 'dynamodb-cdc',
      table,
      index: indices.join(','),
      durationMs: Date.now() - started,
      ...(reason !== undefined && { reason }),
    };
    console.log(JSON.stringify(sweepLine(summary, line, Date.now())));
  }
}
