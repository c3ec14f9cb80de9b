import { join } from 'node:path';
import type { Context } from 'mocha';
import { LocalEnvironment } from '../../local/environment/local-environment';
import { outputs, stateFile, terraform } from '../../local/terraform';
import { requireLocalEnvironment } from '../engines';
import { synthesizeExample } from '../examples/example';
import { sharedSearchEngine } from '../search-engine';

export interface DeployedExampleProps {
  /** The folder of the example. */
  readonly name: string;
  /** The collection that is searched. */
  readonly collection: string;
}

/**
 * An example in the local environment: its stacks are deployed as `cdktf deploy` does it, by `terraform` in the folder of
 * the synthesized stack.
 */
export class DeployedExample {
  private constructor(
    readonly environment: LocalEnvironment,
    private readonly roots: ReadonlyMap<string, string>,
  ) {}

  /** For a `before`: skips the suite where nothing can be deployed, and gives the deploys their time. */
  static async start(context: Context, { name, collection }: DeployedExampleProps): Promise<DeployedExample> {
    await requireLocalEnvironment(context);
    const searchEngine = await sharedSearchEngine(context);
    context.timeout(420_000);
    const environment = await LocalEnvironment.start({ collection, searchEngine });
    try {
      return new DeployedExample(environment, await synthesizeExample(name, join(environment.folder, name)));
    } catch (error) {
      await environment.stop();
      throw error;
    }
  }

  async deploy(stack: string): Promise<void> {
    const path = stateFile({ stack, stateFolder: this.environment.folder });
    await this.terraform(stack, 'init', `-backend-config=path=${path}`);
    await this.terraform(stack, 'apply', '-auto-approve');
  }

  /** @throws Error that quotes the plan, when there is something to do */
  async expectEmptyPlan(stack: string): Promise<void> {
    await this.terraform(stack, 'plan', '-detailed-exitcode');
  }

  async destroy(stack: string): Promise<void> {
    await this.terraform(stack, 'destroy', '-auto-approve');
  }

  /** The outputs of a deployed stack, as text. */
  outputs(stack: string): Readonly<Record<string, string>> {
    const values = Object.entries(outputs({ stack, stateFolder: this.environment.folder }));
    return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
  }

  clientSettings() {
    const { endpoint, region, credentials } = this.environment.emulator;
    return { endpoint, region, credentials };
  }

  stop(): Promise<void> {
    return this.environment.stop();
  }

  private async terraform(stack: string, ...args: readonly string[]): Promise<void> {
    const folder = this.roots.get(stack);
    if (folder === undefined) throw new Error(`There is no stack ${stack}, but ${[...this.roots.keys()]}.`);
    const logFile = join(this.environment.folder, `${stack}.log`);
    await terraform({ args: [...args, '-no-color'], folder, env: this.environment.environment(), logFile });
  }
}
