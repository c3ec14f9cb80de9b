const LINE =
  /(?:^|\s)(?<address>[a-z]\w*\.\S+?)(?: \((?<path>[^)]*)\))?: (?<state>(?:Creat|Destr|Modif|Read|Still )[a-z]+\b.*?)(?: \[id=.*\])?$/;

/**
 * What a line of Terraform's says of one resource: its type, its path in the stack, and how it goes;
 * undefined for all other lines.
 */
export function resourceProgress(line: string): string | undefined {
  const { address, path, state } = LINE.exec(line)?.groups ?? {};
  if (address === undefined) return undefined;
  return path === undefined ? `${address}: ${state}` : `${address.split('.')[0]} ${path}: ${state}`;
}
