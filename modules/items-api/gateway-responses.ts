/**
 * What API Gateway answers when it refuses a request itself: what was wrong, as it found it, and the mend.
 * By the type of the response: AWS's names.
 */
export const GATEWAY_RESPONSES = {
  BAD_REQUEST_BODY: message(
    'The body does not fit: $context.error.validationErrorString. Send one JSON object whose id, name and type are strings; POST needs name and type.',
  ),
  BAD_REQUEST_PARAMETERS: message(
    'The parameters do not fit: $context.error.validationErrorString. Send the id in the path, percent-encoded: /items/{id}.',
  ),
} as const;

function message(text: string): string {
  return JSON.stringify({ message: text });
}
