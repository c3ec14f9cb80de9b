import { ApiError } from './api-error';
import { nestedTooDeeply } from './json-to-attribute-value';

const THROTTLED = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

const UNAVAILABLE = new Set([
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

const ITEM_TOO_LARGE =
  'The item is larger than 400 KB (409,600 bytes of names and values together), the most that DynamoDB keeps. Shorten it, or keep the large part in S3 and its key in the item.';

/** The answer to a request that DynamoDB refused or did not answer; undefined when the caller can do nothing. */
export function dynamodbApiError(error: unknown): ApiError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ValidationException') return validationApiError(error.message);
  if (error.name === 'ItemCollectionSizeLimitExceededException') return new ApiError(413, error.message);
  const names = [error.name, 'code' in error ? String(error.code) : ''];
  if (names.some((name) => THROTTLED.has(name))) {
    return new ApiError(
      429,
      'The table is busy beyond its capacity. Send the request again in a moment.',
      RETRY,
    );
  }
  if (names.some((name) => UNAVAILABLE.has(name))) {
    return new ApiError(503, 'DynamoDB did not answer. Send the request again in a moment.', RETRY);
  }
  return undefined;
}

const RETRY = { 'Retry-After': '1' };

function validationApiError(message: string): ApiError {
  if (/item size/i.test(message)) return new ApiError(413, ITEM_TOO_LARGE);
  if (/nesting level/i.test(message)) return nestedTooDeeply();
  return new ApiError(400, `DynamoDB does not take this: ${message}`);
}
