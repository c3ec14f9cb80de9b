import type { ResourceChange } from '../plan/plan';
import { entries, type Value, valueAt } from '../plan/value';
import { texts } from '../policy/policy-document';
import { named } from './difference';
import type { Check } from './rule';

/** A range of the internet, and where it comes in. */
interface Opening {
  readonly range: string;
  /** `-1` is any. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** Rules of security groups that let the whole internet in, and did not before. */
export const openIngress: Check = (change) => {
  if (!['create', 'update', 'replace'].includes(change.kind)) return [];
  const before = openings(change, change.before);
  return openings(change, change.after)
    .filter((opening) => !before.some((other) => covers(other, opening)))
    .map((opening) => named(change, 'it lets in', openingText(opening)));
};

function openings({ type }: ResourceChange, resource: Value | undefined): readonly Opening[] {
  if (resource === undefined) return [];
  switch (type) {
    case 'aws_security_group':
    case 'aws_default_security_group':
      return entries(valueAt(resource, ['ingress'])).flatMap(openingsOf);
    case 'aws_security_group_rule':
      return valueAt(resource, ['type']) === 'ingress' ? openingsOf(resource) : [];
    case 'aws_vpc_security_group_ingress_rule':
      return openingsOf(resource);
    default:
      return [];
  }
}

function openingsOf(rule: Value): Opening[] {
  const ranges = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].flatMap((name) =>
    texts(valueAt(rule, [name])),
  );
  const protocol = String(valueAt(rule, ['protocol']) ?? valueAt(rule, ['ip_protocol']) ?? '-1');
  const isAny = protocol === '-1' || protocol === 'all';
  const [from, to] = [isAny ? 0 : valueAt(rule, ['from_port']), isAny ? 65_535 : valueAt(rule, ['to_port'])];
  return ranges.filter(isInternet).map((range) => ({
    range,
    protocol: isAny ? '-1' : protocol,
    from: Number(from ?? 0),
    to: Number(to ?? 65_535),
  }));
}

function covers(other: Opening, { range, protocol, from, to }: Opening): boolean {
  const isProtocol = other.protocol === '-1' || other.protocol === protocol;
  return other.range === range && isProtocol && other.from <= from && other.to >= to;
}

function openingText({ range, protocol, from, to }: Opening): string {
  return `${range}, ${protocol === '-1' ? 'any protocol and port' : `${protocol} ${from === to ? from : `${from}-${to}`}`}`;
}

/** All of it, or a part of which nobody owns the whole. */
function isInternet(range: string): boolean {
  return /^[\d.]+\/[0-7]$/.test(range) || /^::\/\d$/.test(range) || range === '2000::/3';
}
