/** What every refusal reads like; `value` as it is shown. */
export function invalidSentence(prop: string, value: string, allowed: string, mend: string): string {
  return `${prop} is ${value}, but must be ${allowed}. ${mend}`;
}
