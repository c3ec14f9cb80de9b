const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;
/** 1973 in microseconds, and 5138 in seconds: what is less is no time in microseconds that anyone means. */
const LEAST_MICROSECONDS = 100_000_000_000_000;

/**
 * A point in time in microseconds since 1970. What lies beyond the sixth decimal is cut off.
 *
 * @param text RFC 3339 with its offset, or microseconds since 1970
 * @throws Error that says what is allowed
 */
export function asOf(text: string): number {
  const microseconds = /^\d{1,16}$/.test(text) ? fromDigits(text) : fromRfc3339(text);
  if (microseconds === undefined)
    throw new Error(
      `The time ${JSON.stringify(text)} is neither RFC 3339 with its offset, such as 2026-11-24T09:30:00.123456Z, nor microseconds since 1970, such as 1795512600123456.`,
    );
  return microseconds;
}

function fromDigits(text: string): number | undefined {
  const value = Number(text);
  return value >= LEAST_MICROSECONDS && Number.isSafeInteger(value) ? value : undefined;
}

function fromRfc3339(text: string): number | undefined {
  const [, date, time, fraction = '', offset = ''] = RFC_3339.exec(text) ?? [];
  // Date.parse takes the 31st of each month, as a day of the next one.
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(`${date}`)) return undefined;
  const milliseconds = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return milliseconds * 1_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}
