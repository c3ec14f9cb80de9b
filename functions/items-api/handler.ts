import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { required } from '../lambda/environment-variable';
import { ApiError } from './api-error';
import { dynamodbApiError } from './dynamodb-api-error';
import { ItemStore } from './item-store';
import { perform } from './perform';
import { operationOf } from './route';

/** Within the function's time-out, and API Gateway's 29 s, three attempts find an answer. */
const client = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_500, throwOnRequestTimeout: true },
});

/** Answers a REST API's Lambda proxy events for `/items` and `/items/{id}`. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const started = Date.now();
  const { result, cause } = await answer(event);
  const failed = result.statusCode >= 500;
  // The items are the user's: nothing of them is logged, nor are ids.
  const line = {
    level: failed ? 'ERROR' : 'INFO',
    message: 'request',
    method: event.httpMethod,
    resource: event.resource,
    status: result.statusCode,
    durationMs: Date.now() - started,
    requestId: event.requestContext?.requestId,
    ...(cause instanceof Error && { error: cause.name }),
    ...(failed && cause instanceof Error && { reason: cause.message }),
  };
  console.log(JSON.stringify(line));
  return result;
}

async function answer(
  event: APIGatewayProxyEvent,
): Promise<{ readonly result: APIGatewayProxyResult; readonly cause?: unknown }> {
  try {
    const store = new ItemStore(client, required(process.env, 'TABLE_NAME'));
    return { result: await perform(operationOf(event, randomUUID()), store) };
  } catch (cause) {
    const error = cause instanceof ApiError ? cause : (dynamodbApiError(cause) ?? unexpected());
    return {
      cause,
      result: {
        statusCode: error.statusCode,
        headers: { 'Content-Type': 'application/json', ...error.headers },
        body: JSON.stringify({ message: error.message }),
      },
    };
  }
}

const unexpected = (): ApiError =>
  new ApiError(
    500,
    "The request failed for a reason that is not the request's. The function's log names it.",
  );
