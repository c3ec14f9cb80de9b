import { ApiError } from './api-error';
import { checkId } from './item-rules';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 25;

export interface Page {
  /** Items a page, 1 to {@link MAX_LIMIT}. */
  readonly limit: number;
  /** The id of the item after which the page begins. */
  readonly after?: string;
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** @throws ApiError 400 for a limit out of range or a token that this API did not give out. */
export function parsePage(parameters: Parameters | null): Page {
  const limit = parseLimit(parameters?.limit);
  const token = parameters?.nextToken;
  return token === undefined ? { limit } : { limit, after: idOfNextToken(token) };
}

export const nextTokenOf = (id: string): string => Buffer.from(JSON.stringify({ id })).toString('base64url');

function parseLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new ApiError(
    400,
    `limit is ${JSON.stringify(text)}; it must be a whole number from 1 to ${MAX_LIMIT}. Leave it out for ${DEFAULT_LIMIT}.`,
  );
}

function idOfNextToken(token: string): string {
  try {
    const { id } = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof id === 'string') return checkId(id);
  } catch {}
  throw new ApiError(
    400,
    'nextToken is not one that this API gave out. Send the nextToken of the last page unchanged, or none for the first page.',
  );
}
