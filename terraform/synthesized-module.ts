import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { StackName } from '../modules/stacks';
import { ModuleStack } from '../modules/terraform-module/module-stack';
import { type BlockStructure, blockStructureOf } from './hcl';
import { type ModuleConfiguration, moduleConfiguration } from './module-configuration';
import { MODULE_DEFINITIONS } from './module-definitions';
import { withNestedBlocks } from './nested-blocks';
import { moduleVariables } from './variables/module-variables';

export interface SynthesizedModule extends ModuleConfiguration {
  readonly structure: BlockStructure;
}

/**
 * A pipeline's module as Terraform's JSON, and what HCL needs beside it.
 * @throws MissingFunctionZipError when the functions have not been built.
 */
export function synthesizedModule(pipeline: StackName): SynthesizedModule {
  const outdir = mkdtempSync(join(tmpdir(), 'terraform-module-'));
  try {
    return withoutFalseAlarm(() => {
      // A module has no provider of its own, which cdktf's validation asks for.
      const app = new App({ outdir, skipValidation: true });
      const stack = new ModuleStack(app, pipeline, {
        variables: moduleVariables(pipeline),
        addPipeline: MODULE_DEFINITIONS[pipeline],
      });
      app.synth();
      const json = JSON.parse(readFileSync(join(outdir, 'stacks', pipeline, 'cdk.tf.json'), 'utf8'));
      return { ...moduleConfiguration(json), structure: withNestedBlocks(blockStructureOf(stack)) };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A sentence, and then the expression that it is about. */
const FALSE_ALARM = /^You're using escape sequences|TfToken\[/;

/** cdktf warns of templates inside of functions; what it makes of them here is tested. */
function withoutFalseAlarm<T>(synthesize: () => T): T {
  const { warn } = console;
  console.warn = (message: unknown, ...others: unknown[]): void => {
    if (!FALSE_ALARM.test(String(message))) warn(message, ...others);
  };
  try {
    return synthesize();
  } finally {
    console.warn = warn;
  }
}
