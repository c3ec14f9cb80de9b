import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';

export type Resource = Readonly<Record<string, unknown>>;

/** A stack as the JSON that Terraform reads. */
export class Synthesized {
  private constructor(
    readonly json: {
      readonly resource?: Record<string, Record<string, Resource>>;
      readonly data?: Record<string, Record<string, Resource>>;
    },
  ) {}

  /** What the scope's constructs synthesize to, with their own validations run. */
  static of(add: (scope: Construct) => void): Synthesized {
    const stack = new TerraformStack(Testing.stubVersion(new App()), 'stack');
    new AwsProvider(stack, 'aws');
    add(stack);
    return Synthesized.parse(Testing.synth(stack, true));
  }

  static parse(text: string): Synthesized {
    return new Synthesized(JSON.parse(text));
  }

  types(): string[] {
    return Object.keys(this.json.resource ?? {});
  }

  resources(type: string): Resource[] {
    return [...this.byName(type).values()];
  }

  /** The resources of one type by name: their construct path joined by "_", without the hash at its end. */
  byName(type: string): ReadonlyMap<string, Resource> {
    const resources = Object.entries(this.json.resource?.[type] ?? {});
    return new Map(resources.map(([id, resource]) => [id.replace(/_[0-9A-F]{8}$/, ''), resource]));
  }

  /** The one resource of the type whose name ends so. */
  resource(type: string, nameEnd = ''): Resource {
    const found = [...this.byName(type)].filter(([name]) => name.endsWith(nameEnd));
    const [only] = found;
    if (only === undefined || found.length > 1)
      throw new Error(`${found.length} resources ${type} end in "${nameEnd}"`);
    return only[1];
  }
}
