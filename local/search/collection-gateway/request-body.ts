/** An index that a part of a request's body is about; all of them where it is `undefined`. */
export interface Target {
  readonly index: string | undefined;
  /** Whether OpenSearch would create it where it is missing. */
  readonly autoCreates: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The indices that a `_bulk` body's actions name. A line that cannot be read might name any index. */
export function bulkTargets(body: Buffer, pathIndex: string | undefined): readonly Target[] {
  const targets: Target[] = [];
  const rows = lines(body);
  for (let at = 0; at < rows.length; at++) {
    const [action, options] = Object.entries(parseObject(rows[at]))[0] ?? [];
    if (action === undefined) {
      targets.push({ index: undefined, autoCreates: false });
      continue;
    }
    const { _index, version_type } = isObject(options) ? options : {};
    targets.push({
      index: typeof _index === 'string' ? _index : pathIndex,
      autoCreates: action !== 'delete' || keepsTombstone(version_type),
    });
    if (action !== 'delete') at++;
  }
  return distinct(targets);
}

/** A delete creates its index only to keep an external version there. */
export function keepsTombstone(versionType: unknown): boolean {
  return versionType === 'external' || versionType === 'external_gte';
}

/** The indices that the header lines of a `_msearch` body name. */
export function multiSearchTargets(body: Buffer, pathIndex: string | undefined): readonly Target[] {
  const headers = lines(body).filter((_, at) => at % 2 === 0);
  return distinct(
    headers.map((header) => {
      const { index } = parseObject(header);
      const named = Array.isArray(index) ? index.join(',') : index;
      return { index: typeof named === 'string' && named !== '' ? named : pathIndex, autoCreates: false };
    }),
  );
}

/** The indices that the `docs` of a `_mget` body name. */
export function multiGetTargets(body: Buffer, pathIndex: string | undefined): readonly Target[] {
  const { docs } = parseObject(body.toString('utf8'));
  if (!Array.isArray(docs)) return [{ index: pathIndex, autoCreates: false }];
  return distinct(
    docs.map((doc: unknown) => {
      const index = isObject(doc) ? doc._index : undefined;
      return { index: typeof index === 'string' ? index : pathIndex, autoCreates: false };
    }),
  );
}

function lines(body: Buffer): string[] {
  return body.toString('utf8').replace(/\n$/, '').split('\n');
}

function parseObject(text: string | undefined): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function distinct(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [`${target.autoCreates} ${target.index}`, target])).values()];
}
