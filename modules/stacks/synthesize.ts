import { App } from 'cdktf';
import { UserError } from '../validation';
import { chosenStacks, type StackName } from './settings';

/** Makes each stack under its name. */
export type Stacks = { readonly [Name in StackName]: (app: App, name: Name) => void };

/**
 * Synthesizes the app's stacks, all of them or those that `CDC_STACKS` names. A mistake of the user's is told in its own
 * words, with exit status 1.
 */
export function synthesize(stacks: Stacks): void {
  try {
    const app = new App();
    for (const name of chosenStacks(process.env)) add(stacks, app, name);
    app.synth();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function add<Name extends StackName>(stacks: Stacks, app: App, name: Name): void {
  stacks[name](app, name);
}
