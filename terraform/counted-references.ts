import { type Expression, expressionsIn, type Step, subexpressions } from './hcl/expression';
import { isJsonObject, type Json, type JsonObject, members } from './hcl/json';
import { parseTemplate } from './hcl/parse-template';
import { UnrenderableError } from './hcl/unrenderable-error';

/**
 * The synthesized stack with references to the one instance of each resource or data source that has a `count`:
 * `aws_s3_bucket.name.arn` becomes `aws_s3_bucket.name[0].arn`, wherever Terraform evaluates it. What has an index or
 * a splat keeps it; a reference to the whole (`length(aws_s3_bucket.name)`) stays, and so does `depends_on`.
 * @throws UnrenderableError for an expression that Terraform could not read either.
 */
export function indexCountedReferences(json: JsonObject): JsonObject {
  const counted = countedAddresses(json);
  if (counted.size === 0) return json;
  return Object.fromEntries(
    Object.entries(json).map(([kind, value]) => [
      kind,
      NOT_EVALUATED.has(kind) ? value : index(value, kind, counted),
    ]),
  );
}

/** What Terraform reads before it evaluates anything. */
const NOT_EVALUATED = new Set(['//', 'terraform']);
const LITERALS = /^variable\.[^.]+\.(default|description|type)$|^output\.[^.]+\.description$|\.depends_on$/;

function countedAddresses(json: JsonObject): Set<string> {
  const addresses = new Set<string>();
  for (const [room, prefix] of [
    ['resource', ''],
    ['data', 'data.'],
  ] as const)
    for (const [type, byName] of members(json[room]))
      for (const [name, body] of members(byName))
        if (isJsonObject(body) && body.count !== undefined) addresses.add(`${prefix}${type}.${name}`);
  return addresses;
}

function index(value: Json, path: string, counted: ReadonlySet<string>): Json {
  if (LITERALS.test(path)) return value;
  if (typeof value === 'string') return indexText(value, path, counted);
  if (Array.isArray(value)) return value.map((element: Json) => index(element, path, counted));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key === '//'
        ? [key, member]
        : [indexText(key, path, counted), index(member, `${path}.${key}`, counted)],
    ),
  );
}

function indexText(text: string, path: string, counted: ReadonlySet<string>): string {
  const template = UnrenderableError.telling(path, () => parseTemplate(text));
  const places = expressionsIn(template).flatMap((expression) => missingIndices(expression, counted));
  return places
    .sort((one, other) => other - one)
    .reduce((indexed, place) => `${indexed.slice(0, place)}[0]${indexed.slice(place)}`, text);
}

/** Where in the text the expression lacks an index. */
function missingIndices(expression: Expression, counted: ReadonlySet<string>): number[] {
  const within = subexpressions(expression).flatMap((part) => missingIndices(part, counted));
  if (expression.kind !== 'access' || expression.base.kind !== 'word') return within;
  const { base, steps } = expression;
  const length = base.text === 'data' ? 2 : 1;
  const address =
    base.text +
    steps
      .slice(0, length)
      .map(({ text }) => text)
      .join('');
  const name = steps[length - 1];
  const isMissing = name !== undefined && counted.has(address) && isAttribute(steps[length]);
  return isMissing ? [...within, name.end] : within;
}

function isAttribute(step: Step | undefined): boolean {
  return step !== undefined && /^\.[^*\d]/.test(step.text);
}
