import { TerraformDataSource, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { both, type Condition, choose } from './condition';

type Countable = TerraformResource | TerraformDataSource;

const conditions = new WeakMap<Countable, Condition>();

/**
 * Has Terraform make the construct's resources, those of constructs within it too, only if it finds the condition true.
 * A condition that is known says nothing: whoever asks has not made the construct if it is false.
 */
export function madeIf<Made extends Construct>(condition: Condition, made: Made): Made {
  if (typeof condition === 'boolean') return made;
  for (const resource of made.node.findAll().filter(isCountable)) {
    const whole = both(conditions.get(resource) ?? true, condition);
    conditions.set(resource, whole);
    resource.count = choose(whole, 1, 0);
  }
  return made;
}

function isCountable(construct: unknown): construct is Countable {
  return (
    TerraformResource.isTerraformResource(construct) || TerraformDataSource.isTerraformDataSource(construct)
  );
}
