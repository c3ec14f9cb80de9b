import type { APIGatewayProxyEvent } from 'aws-lambda';
import { LosslessNumber, parse } from 'lossless-json';
import { ApiError } from './api-error';
import { type Item, jsonToAttributes, nestedTooDeeply } from './json-to-attribute-value';

/**
 * The request's body as the attributes of an item.
 * @throws ApiError 400 when it is not one JSON object that DynamoDB can hold.
 */
export function parseItemBody(event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): Item {
  const value = parseJson(bodyText(event));
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    value instanceof LosslessNumber
  ) {
    throw new ApiError(
      400,
      'The body must be one JSON object, such as {"name":"Test Kinesis Stream Pipeline","type":"Test"}.',
    );
  }
  return jsonToAttributes(value, 'body');
}

function bodyText({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): string {
  if (!body) {
    throw new ApiError(
      400,
      'The body is empty. Send one JSON object, such as {"name":"Test Kinesis Stream Pipeline","type":"Test"}.',
    );
  }
  if (!isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    throw new ApiError(400, 'The body is not UTF-8 text. Send JSON, encoded as UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return parse(text, undefined, (number) => new LosslessNumber(number));
  } catch (error) {
    if (error instanceof RangeError) throw nestedTooDeeply();
    if (error instanceof SyntaxError) {
      throw new ApiError(400, `The body is not valid JSON: ${error.message}. Positions count from 0.`);
    }
    throw error;
  }
}
