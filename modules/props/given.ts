/** Those of the named props that were given, so that what passes them on leaves the defaults to the receiver. */
export function given<Props extends object, Name extends keyof Props>(
  props: Props,
  names: readonly Name[],
): { [N in Name]?: Exclude<Props[N], undefined> } {
  const picked: { [N in Name]?: Exclude<Props[N], undefined> } = {};
  for (const name of names) {
    const value = props[name];
    if (isGiven(value)) picked[name] = value;
  }
  return picked;
}

function isGiven<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
