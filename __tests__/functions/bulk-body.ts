/** One write of a `_bulk` body. */
export interface BulkAction {
  readonly action: 'index' | 'delete';
  readonly id: string;
  readonly version: number;
  /** Absent where the document is deleted. */
  readonly source: string | undefined;
  /** Its lines, with their newlines. */
  readonly lines: string;
}

interface Target {
  readonly _id: string;
  readonly version: number;
}

/** The writes of a `_bulk` body, in their order; none where it is another request's. */
export function bulkActions(body: Buffer): BulkAction[] {
  const lines = body.toString('utf8').split('\n');
  const actions: BulkAction[] = [];
  for (let at = 0; lines[at]?.startsWith('{"index":') || lines[at]?.startsWith('{"delete":'); ) {
    const line = lines[at] ?? '';
    const { index, delete: removed }: { index?: Target; delete?: Target } = JSON.parse(line);
    const target = index ?? removed;
    if (target === undefined) break;
    const source = index === undefined ? undefined : lines[at + 1];
    actions.push({
      action: index === undefined ? 'delete' : 'index',
      id: target._id,
      version: target.version,
      source,
      lines: source === undefined ? `${line}\n` : `${line}\n${source}\n`,
    });
    at += index === undefined ? 1 : 2;
  }
  return actions;
}

/** One item of a `_bulk` answer. */
export type BulkItem = Readonly<
  Record<string, { readonly status: number; readonly error?: { type?: string; reason?: string } }>
>;

/** The items of a `_bulk` answer; undefined where it is another request's. */
export function bulkItems(answer: string): readonly BulkItem[] | undefined {
  try {
    const { items }: { items?: readonly BulkItem[] } = JSON.parse(answer);
    return items;
  } catch {
    return undefined;
  }
}
