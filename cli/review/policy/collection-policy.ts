import { entries, type Value, valueAt } from '../plan/value';
import { parsed, type Statement, texts } from './policy-document';

/** The data access policy of an OpenSearch Serverless collection as statements: its permissions are actions. */
export function accessStatements(text: Value | undefined): readonly Statement[] | undefined {
  return rules(text)?.map(({ entry, rule }) => ({
    isAllow: true,
    principals: { isNot: false, patterns: texts(valueAt(entry, ['Principal'])) },
    actions: { isNot: false, patterns: texts(valueAt(rule, ['Permission'])) },
    resources: { isNot: false, patterns: resourcesOf(rule) },
    conditions: new Map(),
  }));
}

/** Its network policy: who reaches it are the internet, `*`, and VPC endpoints and services. */
export function networkStatements(text: Value | undefined): readonly Statement[] | undefined {
  return rules(text)?.map(({ entry, rule }) => ({
    isAllow: true,
    principals: {
      isNot: false,
      patterns: [
        ...(valueAt(entry, ['AllowFromPublic']) === true ? ['*'] : []),
        ...texts(valueAt(entry, ['SourceVPCEs'])),
        ...texts(valueAt(entry, ['SourceServices'])),
      ],
    },
    actions: { isNot: false, patterns: ['access from the network'] },
    resources: { isNot: false, patterns: resourcesOf(rule) },
    conditions: new Map(),
  }));
}

function rules(
  text: Value | undefined,
): readonly { readonly entry: Value; readonly rule: Value }[] | undefined {
  if (text === undefined) return [];
  const document = parsed(text);
  if (document === undefined) return undefined;
  return entries(document).flatMap((entry) =>
    entries(valueAt(entry, ['Rules'])).map((rule) => ({ entry, rule })),
  );
}

/** `dashboard` and `collection` rules name the same `collection/NAME`. */
function resourcesOf(rule: Value): readonly string[] {
  const type = valueAt(rule, ['ResourceType']);
  return texts(valueAt(rule, ['Resource'])).map((resource) =>
    type === 'dashboard' ? `dashboard of ${resource}` : resource,
  );
}
