import { addFilterRules } from '../item-filter';
import { addTombstoneRule } from '../search-index';
import { bytesOf, matches, wrongOnes } from '../terraform-module/expression';
import { type ModuleVariable, variableOf } from '../terraform-module/module-variable';
import { addVariableRule, NAME_RULES, nameRule } from '../validation';
import { MAX_ROUTES_BYTES, PROJECTION_WORDS } from './check-routes';

/** The props of a pipeline in a Terraform module that say of routes: all of them are its variables. */
export interface VariableRouteProps {
  readonly tableName: unknown;
  readonly routes?: unknown;
  readonly indexName?: unknown;
  readonly filter?: unknown;
  readonly include?: unknown;
  readonly exclude?: unknown;
  readonly rename?: unknown;
  readonly mappings?: unknown;
  readonly settings?: unknown;
  readonly liveAliasName?: unknown;
  readonly softDelete?: unknown;
  readonly functionZip?: unknown;
}

const PROJECTION = ['filter', 'include', 'exclude', 'rename'] as const;
type Member = (typeof PROJECTION)[number] | 'mappings' | 'settings';

/** Routes said by variables: those of `routes`, or the one of the variables that are called as its members. */
interface Source {
  /** The variable whose rules they are. */
  readonly variableOf: (member: Member) => ModuleVariable;
  /** An expression of the routes, each an object with these members. */
  readonly withMembers: (...members: readonly Member[]) => string;
}

/**
 * Terraform's counterpart of `checkRoutes`, and of what is checked of the routes' indices. What hangs on `routes` and on
 * another variable is a rule of `routes`: Terraform takes no two variables that each ask for the other.
 */
export function addRouteRules(props: VariableRouteProps): void {
  const variables = variablesOf(props);
  const { routes, softDelete } = variables;
  const one: Source = {
    variableOf: (member) => variables[member],
    withMembers: (...members) =>
      `[{ ${members.map((name) => `${name} = ${variables[name].name}`).join(', ')} }]`,
  };
  const several: Source = { variableOf: () => routes, withMembers: () => routes.name };
  addVariableRule(routes, {
    first: true,
    condition: `alltrue([for route in ${routes.name} : try(route.index_name != null, false)])`,
    allowed: 'a list of objects that have an indexName each',
    mend: 'Leave null out.',
  });
  addIndexNameRules(variables);
  addLiveAliasRules(variables);
  for (const source of [one, several]) {
    addFilterRules(source.variableOf('filter'), given(source, 'filter'));
    for (const member of ['include', 'exclude'] as const) addNamesRule(source, member);
    addProjectionRules(source);
    for (const member of ['mappings', 'settings'] as const) addObjectRule(source, member);
    addTombstoneRule(source.variableOf('mappings'), given(source, 'mappings'), softDelete.name);
    for (const member of PROJECTION) addTransformRules(variables, member, source);
  }
  for (const member of PROJECTION) addStrayRule(variables, member);
  addSizeRule(variables);
}

type Variables = Readonly<Record<keyof VariableRouteProps, ModuleVariable>>;

function variablesOf(props: VariableRouteProps): Variables {
  const found = (name: keyof VariableRouteProps): ModuleVariable => {
    const variable = variableOf(props[name]);
    if (variable === undefined) throw new TypeError(`${name} is no variable of the module, as routes is`);
    return variable;
  };
  return {
    tableName: found('tableName'),
    routes: found('routes'),
    indexName: found('indexName'),
    filter: found('filter'),
    include: found('include'),
    exclude: found('exclude'),
    rename: found('rename'),
    mappings: found('mappings'),
    settings: found('settings'),
    liveAliasName: found('liveAliasName'),
    softDelete: found('softDelete'),
    functionZip: found('functionZip'),
  };
}

/** What is given of the member: an expression of a list. */
function given({ withMembers }: Source, member: Member): string {
  return `[for route in ${withMembers(member)} : route.${member} if route.${member} != null]`;
}

function addIndexNameRules({ routes, indexName, tableName }: Variables): void {
  const rule = NAME_RULES.searchIndex;
  addVariableRule(indexName, nameRule('indexName', indexName.name, rule));
  const byDefault = `lower(${tableName.name})`;
  const words = nameRule('indexName', byDefault, rule);
  addVariableRule(routes, {
    ...words,
    prop: 'indexName',
    condition: `length(${routes.name}) > 0 || ${indexName.name} != null || (${words.condition})`,
  });
  const names = `${routes.name}[*].index_name`;
  addNameRules(routes, 'indexName', names);
  const twice = `[for i, name in ${names} : name if index(${names}, name) != i]`;
  addVariableRule(routes, {
    condition: `length(${twice}) == 0`,
    prop: 'indexName',
    value: `${twice}[0]`,
    allowed: 'of another name for each index',
    mend: 'Join the routes of one index into one, or name another index.',
  });
}

function addLiveAliasRules({ routes, softDelete, liveAliasName, ...names }: Variables): void {
  addVariableRule(liveAliasName, nameRule('liveAliasName', liveAliasName.name, NAME_RULES.searchIndex));
  const indices = indicesOf({ routes, ...names });
  const aliases = `[for route in ${indices} : coalesce(route.live_alias_name, ${liveAliasName.name}, "\${route.index_name}-live") if ${softDelete.name}]`;
  addNameRules(routes, 'liveAliasName', aliases);
  const wrong = `[for alias in ${aliases} : alias if contains(${indices}[*].index_name, alias)]`;
  addVariableRule(routes, {
    condition: `length(${wrong}) == 0`,
    prop: 'liveAliasName',
    value: `${wrong}[0]`,
    allowed: 'another name than that of an index',
    mend: 'Choose another liveAliasName, or leave it out.',
  });
}

/** An expression of all routes: those of `routes`, or the one. */
function indicesOf({
  routes,
  indexName,
  tableName,
}: Pick<Variables, 'routes' | 'indexName' | 'tableName'>): string {
  const one = `{ index_name = coalesce(${indexName.name}, lower(${tableName.name})), live_alias_name = null }`;
  return `concat(${routes.name}, length(${routes.name}) > 0 ? [] : [${one}])`;
}

function addNameRules(variable: ModuleVariable, prop: string, names: string): void {
  const rule = NAME_RULES.searchIndex;
  const wrong = wrongOnes(names, 'value', nameRule(prop, 'value', rule).condition);
  const { allowed, mend } = nameRule(prop, `${wrong}[0]`, rule);
  addVariableRule(variable, {
    condition: `length(${wrong}) == 0`,
    prop,
    value: `${wrong}[0]`,
    allowed,
    mend,
  });
}

function addNamesRule(source: Source, member: 'include' | 'exclude'): void {
  const isList =
    'length(names) > 0 && alltrue([for name in names : try(length(name) > 0, false)]) && length(distinct(names)) == length(names)';
  addRule(source, member, wrongOnes(given(source, member), 'names', isList), PROJECTION_WORDS.names(member));
}

function addProjectionRules(source: Source): void {
  const { withMembers } = source;
  const both = withMembers('include', 'exclude');
  addRule(
    source,
    'exclude',
    `[for route in ${both} : route.exclude if route.include != null && route.exclude != null]`,
    PROJECTION_WORDS.one,
  );
  const newNames = `flatten([for route in ${withMembers('rename')} : try(values(route.rename), [])])`;
  const isField = `${matches(/^[^_.%][^.%]*$/, 'name')} && ${matches(/[^\s\p{Z}\p{Cc}\uFEFF]/u, 'name')}`;
  addRule(source, 'rename', wrongOnes(newNames, 'name', isField), PROJECTION_WORDS.field);
  const twice =
    'try([for i, name in values(route.rename) : name if index(values(route.rename), name) != i], [])';
  addRule(
    source,
    'rename',
    `flatten([for route in ${withMembers('rename')} : ${twice}])`,
    PROJECTION_WORDS.another,
  );
  const absent =
    'try([for name in keys(route.rename) : name if contains(coalesce(route.exclude, []), name) || !contains(coalesce(route.include, [name]), name)], [])';
  const stray = `flatten([for route in ${withMembers('include', 'exclude', 'rename')} : ${absent}])`;
  addRule(source, 'rename', stray, PROJECTION_WORDS.absent(`\${try(${stray}[0], "")}`));
  const present =
    'try([for name in values(route.rename) : name if contains(coalesce(route.include, []), name) && !contains(keys(route.rename), name)], [])';
  const taken = `flatten([for route in ${withMembers('include', 'rename')} : ${present}])`;
  addRule(source, 'rename', taken, PROJECTION_WORDS.taken(`\${try(${taken}[0], "")}`));
}

function addObjectRule(source: Source, member: 'mappings' | 'settings'): void {
  const wrong = wrongOnes(given(source, member), 'value', 'can(keys(jsondecode(value)))');
  addVariableRule(source.variableOf(member), {
    condition: `length(${wrong}) == 0`,
    prop: member,
    value: `try(jsondecode(${wrong}[0]), ${wrong}[0])`,
    allowed: 'an object, as OpenSearch takes it',
    mend: `Give an object, or leave ${member} out.`,
  });
}

/** @param wrong an expression of a list of what is wrong */
function addRule(
  source: Source,
  prop: Member,
  wrong: string,
  words: { allowed: string; mend: string },
): void {
  addVariableRule(source.variableOf(prop), {
    condition: `length(${wrong}) == 0`,
    prop,
    value: `${wrong}[0]`,
    ...words,
  });
}

/** A zip of the user's has a transform, which says it all. */
function addTransformRules({ functionZip }: Variables, member: Member, source: Source): void {
  const wrong = `[for value in ${given(source, member)} : value if ${functionZip.name} != null]`;
  addVariableRule(source.variableOf(member), {
    condition: `length(${wrong}) == 0`,
    prop: member,
    value: `try(jsondecode(${wrong}[0]), ${wrong}[0])`,
    ...PROJECTION_WORDS.transform('functionZip', member),
  });
}

/** Beside routes, what belongs to one of them has no meaning. */
function addStrayRule({ routes, ...variables }: Variables, member: Member): void {
  addVariableRule(routes, {
    condition: `length(${routes.name}) == 0 || ${variables[member].name} == null`,
    prop: member,
    value: `try(jsondecode(${variables[member].name}), ${variables[member].name})`,
    allowed: 'left out when routes are given',
    mend: `Give ${member} to the route that it is for.`,
  });
}

/** What the function is told of its routes goes into its environment. */
function addSizeRule({ routes, indexName, tableName, filter, include, exclude, rename }: Variables): void {
  const one = `{ index_name = coalesce(${indexName.name}, lower(${tableName.name})), filter = ${filter.name}, include = ${include.name}, exclude = ${exclude.name}, rename = ${rename.name} }`;
  const all = `concat(${routes.name}, length(${routes.name}) > 0 ? [] : [${one}])`;
  const bytes = bytesOf(
    `jsonencode([for route in ${all} : { for name, value in { index = route.index_name, filter = try(jsondecode(route.filter), null), include = route.include, exclude = route.exclude, rename = route.rename } : name => value if value != null }])`,
  );
  addVariableRule(routes, {
    condition: `${bytes} <= ${MAX_ROUTES_BYTES}`,
    prop: 'routes',
    value: `"\${${bytes}} bytes of JSON"`,
    ...PROJECTION_WORDS.size,
  });
}
