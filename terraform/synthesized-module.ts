import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { StackName } from '../modules/stacks';
import type { JsonObject } from '../modules/terraform-module/module-configuration';
import { ModuleStack } from '../modules/terraform-module/module-stack';
import { MODULE_DEFINITIONS } from './module-definitions';
import { moduleVariables } from './variables/module-variables';

/**
 * A pipeline's module as Terraform's JSON.
 * @throws MissingFunctionZipError when the functions have not been built.
 */
export function synthesizedModule(pipeline: StackName): JsonObject {
  const outdir = mkdtempSync(join(tmpdir(), 'terraform-module-'));
  try {
    // A module has no provider of its own, which cdktf's validation asks for.
    const app = new App({ outdir, skipValidation: true });
    new ModuleStack(app, pipeline, {
      variables: moduleVariables(pipeline),
      addPipeline: MODULE_DEFINITIONS[pipeline],
    });
    app.synth();
    return JSON.parse(readFileSync(join(outdir, 'stacks', pipeline, 'cdk.tf.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
