/** Why a collection does not do what a request asks. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly reason: string;
}

/** The refusal of whoever the data access policies do not admit; it names no cause, as Serverless does not. */
export const FORBIDDEN = forbidden('403 Forbidden');

/** What Serverless does not have. */
export const NOT_FOUND: Refusal = { status: 404, type: 'Not Found', reason: '404 Not Found' };

export function forbidden(reason: string): Refusal {
  return { status: 403, type: 'Forbidden', reason };
}

/** A refusal of OpenSearch's own kind. */
export function badRequest(type: string, reason: string): Refusal {
  return { status: 400, type, reason };
}

/** The body that a collection answers: OpenSearch's shape for 400, the endpoint's own for all else. */
export function refusalBody({ status, type, reason }: Refusal): string {
  const error = { type, reason };
  return JSON.stringify(
    status === 400
      ? { error: { root_cause: [error], ...error }, status }
      : { status, error: { reason, type } },
  );
}
