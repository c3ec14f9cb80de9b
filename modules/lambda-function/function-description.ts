import { Fn, Token } from 'cdktf';

/** "CreateFunction", Lambda's API reference. */
const MAX_LENGTH = 256;

/** What a function does, as long as Lambda takes it: the name of a table in it may have 255 characters. */
export function functionDescription(sentence: string): string {
  return Token.isUnresolved(sentence) ? Fn.substr(sentence, 0, MAX_LENGTH) : sentence.slice(0, MAX_LENGTH);
}
