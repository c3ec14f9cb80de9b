import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { markdownTable } from '../markdown-table';
import { type MadeResource, madeResources } from './made-resources';

/** What the construct makes with another setting: `softDelete`, or `createTable: false`. */
export interface Variant {
  readonly setting: string;
  readonly make: (stack: TerraformStack) => Construct;
}

/** What is made by default, and what each variant adds or leaves out; one row a construct and a condition. */
export function resourceTable(
  make: (stack: TerraformStack) => Construct,
  variants: readonly Variant[] = [],
): string {
  const base = madeResources(make);
  const others = variants.map((variant) => ({ ...variant, made: madeResources(variant.make) }));
  const added = others.flatMap(({ setting, made }) =>
    made.filter((one) => !has(base, one)).map((one) => ({ ...one, when: `with \`${setting}\`` })),
  );
  const kept = base.map((one) => ({
    ...one,
    when: others
      .filter(({ made }) => !has(made, one))
      .map(({ setting }) => `not with \`${setting}\``)
      .join(', '),
  }));
  const rows = new Map<string, string[]>();
  for (const { path, type, when } of [...kept, ...added]) {
    const scope = path.split('/').slice(0, -1).join('/') || path;
    const key = `${scope}|${when}`;
    rows.set(key, [...(rows.get(key) ?? []), type]);
  }
  return markdownTable([
    ['Construct', 'What it makes', 'When'],
    ...Array.from(rows, ([key, types]) => {
      const [scope = '', when = ''] = key.split('|');
      return [scope === '' ? 'itself' : `\`${scope}\``, counted(types), when || 'always'];
    }),
  ]);
}

function has(made: readonly MadeResource[], { path, type }: MadeResource): boolean {
  return made.some((one) => one.path === path && one.type === type);
}

function counted(types: readonly string[]): string {
  return [...new Set(types)]
    .map((type) => {
      const count = types.filter((one) => one === type).length;
      return count === 1 ? `\`${type}\`` : `${count} × \`${type}\``;
    })
    .join(', ');
}
