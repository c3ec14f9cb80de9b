import { type TerraformStack, Testing } from 'cdktf';
import { PROJECT_ROOT } from '../../../local/paths';
import {
  type BlockStructure,
  blockStructureOf,
  type Json,
  type JsonObject,
  renderHcl,
} from '../../../terraform/hcl';
import { listOf, members } from '../../../terraform/hcl/json';
import { withNestedBlocks } from '../../../terraform/nested-blocks';

/** A synthesis: the members of cdk.tf.json, and which of its arguments are blocks. */
export interface Synthesis {
  readonly json: JsonObject;
  readonly structure: BlockStructure;
}

export function synthesisOf(stack: TerraformStack): Synthesis {
  return { json: JSON.parse(Testing.synth(stack)), structure: blockStructureOf(stack) };
}

/**
 * A synthesis as people read it in a diff: Terraform's native syntax, the blocks sorted by address. What changes with
 * the functions' code or with the folder of the project is `<…>`; texts that are JSON are laid out as jsonencode.
 */
export function goldenText({ json: { moved = [], ...json }, structure }: Synthesis): string {
  const normalized: JsonObject = JSON.parse(JSON.stringify(json), (_, value) =>
    typeof value === 'string' ? normal(value) : value,
  );
  const files = renderHcl({
    json: normalized,
    structure: { ...withNestedBlocks(structure), addresses: [...structure.addresses].sort() },
    fileOf: () => 'main.tf',
  });
  const texts = FILES.flatMap((file) => files.get(file) ?? []);
  return [...texts, ...listOf(moved).map(movedBlock)].join('\n');
}

const FILES = ['versions.tf', 'providers.tf', 'variables.tf', 'locals.tf', 'main.tf', 'outputs.tf'];

/** The renderer has none of these: in a module nobody moves. */
function movedBlock(moved: Json): string {
  const lines = members(moved).map(([name, address]) => `  ${name.padEnd(4)} = ${address}\n`);
  return `moved {\n${lines.join('')}}\n`;
}

function normal(text: string): string {
  const plain = text
    .replaceAll(PROJECT_ROOT, '<project>')
    .replace(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replace(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!\w)/g, '<sha256>');
  return isJsonText(plain) ? `\${jsonencode(${plain})}` : plain;
}

function isJsonText(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
