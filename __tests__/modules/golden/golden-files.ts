import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_NAMES } from '../../../modules/stacks';
import { synthesizedModule } from '../../../terraform/synthesized-module';
import { addressesOf } from './addresses';
import { goldenText, type Synthesis, synthesisOf } from './golden-text';
import { PIPELINE_STACKS } from './pipeline-stacks';

export const GOLDEN_FOLDER = join(__dirname, 'files');

/** What is kept in a golden file: a stack in one of its variants, or a Terraform module. */
export interface Golden {
  /** Whose addresses these are. */
  readonly stack: string;
  /** The golden file's, without its ending. */
  readonly name: string;
  readonly synthesis: () => Synthesis;
}

export const STACK_GOLDENS: readonly Golden[] = PIPELINE_STACKS.map(({ stack, variant, make }) => ({
  stack,
  name: `${stack}.${variant}`,
  synthesis: () => synthesisOf(make()),
}));

/** A module's switches are variables: it has one variant. */
const MODULE_GOLDENS: readonly Golden[] = STACK_NAMES.map((pipeline) => ({
  stack: `${pipeline}.module`,
  name: `${pipeline}.module`,
  synthesis: () => synthesizedModule(pipeline),
}));

export const GOLDENS: readonly Golden[] = [...STACK_GOLDENS, ...MODULE_GOLDENS];

export function goldenFile(name: string): string {
  return join(GOLDEN_FOLDER, `${name}.tf`);
}

/** What the golden file says; nothing where there is none yet. */
export function writtenText(name: string): string {
  return existsSync(goldenFile(name)) ? readFileSync(goldenFile(name), 'utf8') : '';
}

/** By stack: the addresses of all its variants. */
export function stackAddresses(): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { stack, synthesis } of GOLDENS)
    all.set(stack, new Set([...(all.get(stack) ?? []), ...addressesOf(synthesis().json)]));
  return all;
}

/** The content of each golden file, by its path. */
export function goldenFiles(): ReadonlyMap<string, string> {
  return new Map(GOLDENS.map(({ name, synthesis }) => [goldenFile(name), goldenText(synthesis())]));
}

/** Of two golden texts: the blocks of each that the other has not. */
export function differingBlocks(one: string, other: string): readonly [one: string, other: string] {
  return [blocksWithout(one, other), blocksWithout(other, one)];
}

function blocksWithout(text: string, others: string): string {
  const known = new Set(blocks(others));
  return blocks(text)
    .filter((block) => !known.has(block))
    .join('\n\n');
}

function blocks(text: string): string[] {
  return text.trimEnd().split(/\n\n(?=\S)/);
}
