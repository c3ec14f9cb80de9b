import type { ResourceChange } from '../plan/plan';
import { entries, type Value, valueAt } from '../plan/value';
import { texts } from '../policy/policy-document';
import { named } from './difference';
import type { Check } from './rule';

/** Rules of security groups that let the whole internet in, and did not before. */
export const openIngress: Check = (change) => {
  if (!['create', 'update', 'replace'].includes(change.kind)) return [];
  const before = openings(change, change.before);
  return openings(change, change.after)
    .filter((opening) => !before.includes(opening))
    .map((opening) => named(change, 'it lets in', opening));
};

function openings({ type }: ResourceChange, resource: Value | undefined): readonly string[] {
  if (resource === undefined) return [];
  switch (type) {
    case 'aws_security_group':
    case 'aws_default_security_group':
      return entries(valueAt(resource, ['ingress'])).flatMap(opening);
    case 'aws_security_group_rule':
      return valueAt(resource, ['type']) === 'ingress' ? opening(resource) : [];
    case 'aws_vpc_security_group_ingress_rule':
      return opening(resource);
    default:
      return [];
  }
}

function opening(rule: Value): string[] {
  const ranges = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].flatMap((name) =>
    texts(valueAt(rule, [name])),
  );
  const [from, to] = ['from_port', 'to_port'].map((name) => valueAt(rule, [name]) ?? 'any');
  const protocol = valueAt(rule, ['protocol']) ?? valueAt(rule, ['ip_protocol']) ?? 'any';
  return ranges.filter(isInternet).map((range) => `${range}, protocol ${protocol}, ports ${from} to ${to}`);
}

/** All of it, or a part of which nobody owns the whole. */
function isInternet(range: string): boolean {
  return /^[\d.]+\/[0-7]$/.test(range) || /^::\/\d$/.test(range) || range === '2000::/3';
}
