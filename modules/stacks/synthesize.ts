import { App } from 'cdktf';
import { UserError } from '../validation';

/** Synthesizes the app's stacks; a mistake of the user's is told in its own words, with exit status 1. */
export function synthesize(addStacks: (app: App) => void): void {
  try {
    const app = new App();
    addStacks(app);
    app.synth();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
