const PARTS = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A DynamoDB number as a JSON number with the same digits; only what JSON's grammar forbids is mended. */
export function numberToJson(text: string): string {
  if (JSON_NUMBER.test(text)) return text;
  const { sign, whole, fraction, exponent } = parts(text);
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign}${integer}${fraction && `.${fraction}`}${exponent && `e${exponent}`}`;
}

/**
 * One spelling for each numeric value, so that a number key has one document id however it is written:
 * its significant digits and, unless 0, the power of ten of the last one (`5`, `-12E-1`, `1E125`).
 */
export function canonicalNumber(text: string): string {
  const { sign, whole, fraction, exponent } = parts(text);
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent || 0) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  if (power > 0n && power <= 40n) return `${sign}${significant}${'0'.repeat(Number(power))}`;
  return `${sign}${significant}${power === 0n ? '' : `E${power}`}`;
}

function parts(text: string) {
  const [, sign = '', whole = '', fraction = '', exponent = ''] = PARTS.exec(text) ?? [];
  return { sign: sign === '-' ? '-' : '', whole, fraction, exponent };
}
