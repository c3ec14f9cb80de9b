import { addVariableRule } from '../validation';
import { matches, wrongOnes } from './expression';
import type { ModuleVariable } from './module-variable';

/** What AWS takes as tags ("Tag naming limits and requirements", Tagging AWS Resources user guide). */
export function addTagRules(tags: ModuleVariable): void {
  const characters = '[\\p{L}\\p{Z}\\p{N}_.:/=+@-]';
  const isKey = `${matches(new RegExp(`^${characters}{1,128}$`, 'u'), 'key')} && !startswith(lower(key), "aws:")`;
  const keys = wrongOnes(`keys(${tags.name})`, 'key', isKey);
  addVariableRule(tags, {
    condition: `length(${keys}) == 0`,
    value: `${keys}[0]`,
    allowed:
      'of keys of 1 to 128 letters, digits, spaces and any of _ . : / = + - @, not beginning with "aws:"',
    mend: 'Choose another key.',
  });
  const isValue = matches(new RegExp(`^${characters}{0,256}$`, 'u'), 'value');
  const values = wrongOnes(`values(${tags.name})`, 'value', isValue);
  addVariableRule(tags, {
    condition: `length(${values}) == 0`,
    value: `${values}[0]`,
    allowed: 'of values of at most 256 letters, digits, spaces and any of _ . : / = + - @',
    mend: 'Choose another value.',
  });
}
