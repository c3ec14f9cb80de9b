import { expect } from 'chai';
import type { Context } from 'mocha';
import { PIPELINES, type Pipeline } from '../../local/demo/pipelines';
import { LocalEnvironment } from '../../local/environment/local-environment';
import { requireLocalEnvironment } from '../engines';
import { sharedSearchEngine } from '../search-engine';
import { expectNothingLeft } from './nothing-left';

/** A pipeline's stack, deployed by `cdktf deploy` to the local environment. */
export class Deployment {
  private constructor(
    private readonly stack: Pipeline,
    readonly environment: LocalEnvironment,
    /** Of the stack, by name. */
    readonly outputs: Readonly<Record<string, string>>,
  ) {}

  /**
   * For a `before`: gives the deploy its time, and skips the suite where nothing can be deployed.
   * @param prepare makes what has to be there before
   */
  static async of(
    context: Context,
    stack: Pipeline,
    settings: Readonly<Record<string, string>> = {},
    prepare: (environment: LocalEnvironment) => Promise<void> = async () => {},
  ): Promise<Deployment> {
    await requireLocalEnvironment(context);
    const { collection }: { readonly collection?: string } = PIPELINES[stack];
    const search = collection && { collection, searchEngine: await sharedSearchEngine(context) };
    context.timeout(420_000);
    const environment = await LocalEnvironment.start({ ...(search || {}), settings });
    try {
      await prepare(environment);
      await environment.cdktf('deploy', stack);
      return new Deployment(stack, environment, environment.outputs(stack));
    } catch (error) {
      await environment.stop();
      throw error;
    }
  }

  /** No attribute is left out of it: the emulator returns all that Terraform reads. */
  async expectEmptyPlan(): Promise<void> {
    expect(await this.environment.cdktf('diff', this.stack)).to.contain(
      'No changes. Your infrastructure matches',
    );
  }

  async expectDestroyedWhole(): Promise<void> {
    await this.environment.cdktf('destroy', this.stack);
    await expectNothingLeft(this.clientSettings());
  }

  clientSettings() {
    const { endpoint, region, credentials } = this.environment.emulator;
    return { endpoint, region, credentials };
  }

  stop(): Promise<void> {
    return this.environment.stop();
  }
}
