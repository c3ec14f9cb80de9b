import { ApiError } from './api-error';

/** What a DynamoDB number holds. */
const MAX_SIGNIFICANT_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * The text of a JSON number, as it goes to DynamoDB: the same digits.
 * @throws ApiError 400 for a number that DynamoDB would have to round or cannot hold.
 */
export function checkNumberText(text: string, path: string): string {
  const [, integer = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const significant = `${integer}${fraction}`.replace(/^0+/, '');
  if (significant === '') return '0';
  const digits = significant.replace(/0+$/, '').length;
  if (digits > MAX_SIGNIFICANT_DIGITS) {
    throw new ApiError(
      400,
      `${path} is a number of ${digits} significant digits; DynamoDB keeps at most ${MAX_SIGNIFICANT_DIGITS}. Send it as a string, in quotes, or with fewer digits.`,
    );
  }
  const power = Number(exponent) + significant.length - fraction.length - 1;
  if (power > MAX_EXPONENT || power < MIN_EXPONENT) {
    throw new ApiError(
      400,
      `${path} is a number of the order 1E${power < 0 ? '' : '+'}${power}; DynamoDB keeps magnitudes from 1E${MIN_EXPONENT} to 9.9E+${MAX_EXPONENT}, and zero. Send it as a string, in quotes.`,
    );
  }
  return text;
}
