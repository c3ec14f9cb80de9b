import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../local/paths';

const FUNCTION = /^export function (\w+)\((\w+): (\w+)\) \{\n(.*?)^\}/gms;

/** The body of each function of a file of snippets, as a user of the package writes it, by the function's name. */
export function snippets(file: string): ReadonlyMap<string, string> {
  const source = readFileSync(join(PROJECT_ROOT, 'docs', 'generate', 'reference', file), 'utf8');
  return new Map(
    Array.from(source.matchAll(FUNCTION), ([, name = '', , , body = '']) => [name, asProgram(body)]),
  );
}

function asProgram(body: string): string {
  const made = Array.from(body.matchAll(/new (\w+)\(/g), ([, name = '']) => name);
  const lines = body
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ {2}/, '').replace(/^return (?=new )/, ''))
    .filter((line) => !line.startsWith('return '));
  return [`import { ${[...new Set(made)].sort().join(', ')} } from 'dynamodb-cdc';`, '', ...lines].join('\n');
}
