/** Whether a value is an object as JSON has them, with no class behind it. */
export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
