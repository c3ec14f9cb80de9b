import type { Kind, Plan, ResourceChange } from '../plan/plan';

/** In the order in which they are told; what is only read, or stays as it is, is not. */
export const COUNTED: readonly (readonly [kind: Kind, verb: string])[] = [
  ['create', 'make'],
  ['update', 'change'],
  ['replace', 'replace'],
  ['delete', 'destroy'],
  ['forget', 'forget'],
];

/** The changes of one kind. */
export function changesOf({ changes }: Plan, kind: Kind): readonly ResourceChange[] {
  return changes.filter((change) => change.kind === kind);
}

/** `1 to make, 2 to change`. */
export function countsText(plan: Plan): string {
  const counts = [
    ...COUNTED.map(([kind, verb]) => [changesOf(plan, kind).length, `to ${verb}`] as const),
    [plan.changes.filter(({ isImported }) => isImported).length, 'imported'] as const,
    [plan.changes.filter(({ previousAddress }) => previousAddress !== undefined).length, 'moved'] as const,
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}
