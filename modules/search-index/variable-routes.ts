import { Fn, type IResolvable, ref, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import { type Condition, conditional } from '../conditions';
import { DEFAULT_MAPPINGS, DEFAULT_SETTINGS } from './default-index';

/** What a module's variable `routes` lists; `filter`, `mappings` and `settings` are JSON, as AWS's provider takes it. */
export const ROUTES_TYPE = `list(object({
  index_name      = string
  filter          = optional(string)
  include         = optional(list(string))
  exclude         = optional(list(string))
  rename          = optional(map(string))
  mappings        = optional(string)
  settings        = optional(string)
  live_alias_name = optional(string)
}))`;

/**
 * The routes of a Terraform module, whose variables say them: those of `routes`, or, where that is empty, the one of the
 * variables that are called as its members. What is not given of a route's index is the variables' too.
 */
export class VariableRoutes extends Construct {
  /** Names of the indices. */
  readonly indexNames: readonly string[];
  /** The aliases that hide tombstones, each once. */
  readonly liveAliasNames: readonly string[];
  /** The routes for `for_each`: by index, or the one, whose index may be called after a table that is known later. */
  readonly byKey: IResolvable;
  /** The environment variable `ROUTES`. */
  readonly json: string;

  /** @param defaultIndexName an expression: the index where neither `routes` nor `index_name` is given */
  constructor(scope: Construct, id: string, defaultIndexName: string) {
    super(scope, id);
    this.local('default_mappings', Fn.jsonencode(DEFAULT_MAPPINGS));
    this.local('default_settings', Fn.jsonencode(DEFAULT_SETTINGS));
    this.local(
      'indexed',
      `\${length(var.routes) > 0 ? var.routes : [{
        index_name = coalesce(var.index_name, ${defaultIndexName}), filter = var.filter, include = var.include,
        exclude = var.exclude, rename = var.rename, mappings = null, settings = null, live_alias_name = null
      }]}`,
    );
    this.local(
      'routes',
      `\${[for route in local.indexed : merge(route, {
        mappings = coalesce(route.mappings, var.mappings, local.default_mappings),
        settings = coalesce(route.settings, var.settings, local.default_settings),
        live_alias_name = coalesce(route.live_alias_name, var.live_alias_name, "\${route.index_name}-live")
      })]}`,
    );
    this.indexNames = Token.asList(ref('local.routes[*].index_name'));
    this.liveAliasNames = Token.asList(ref('distinct(local.routes[*].live_alias_name)'));
    this.byKey = ref(
      '{ for route in local.routes : (length(var.routes) > 0 ? route.index_name : "index") => route }',
    );
    this.json = Token.asString(
      ref(`jsonencode([for route in local.routes : { for name, value in {
        index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include,
        exclude = route.exclude, rename = route.rename } : name => value if value != null }])`),
    );
  }

  /** What `search-bootstrap` is invoked with for each of `byKey`. */
  bootstrapRequest(softDelete: Condition): string {
    return Token.asString(
      Fn.jsonencode(
        Fn.merge([
          {
            index: ref('each.value.index_name'),
            mappings: ref('jsondecode(each.value.mappings)'),
            settings: ref('jsondecode(each.value.settings)'),
          },
          conditional(softDelete, { liveAlias: ref('each.value.live_alias_name') }, {}),
        ]),
      ),
    );
  }

  private local(name: string, expression: string): void {
    new TerraformLocal(this, name, expression).overrideLogicalId(name);
  }
}
