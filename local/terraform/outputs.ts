import { existsSync, readFileSync } from 'node:fs';
import { type StateFileProps, stateFile } from './state-file';

interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
}

/**
 * The outputs of a deployed stack, by name.
 * @throws Error when the stack has not been deployed there.
 */
export function outputs(props: StateFileProps): Readonly<Record<string, unknown>> {
  const file = stateFile(props);
  if (!existsSync(file)) {
    throw new Error(`The stack ${props.stack} has no state in ${props.stateFolder}. Deploy it first.`);
  }
  const state: State = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(Object.entries(state.outputs ?? {}).map(([name, { value }]) => [name, value]));
}
