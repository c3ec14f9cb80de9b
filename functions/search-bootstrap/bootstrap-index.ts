import { isObject } from '../change/attribute-value';
import { LIVE_DOCUMENTS } from '../document/tombstone-query';
import { ConfigurationError } from '../errors/configuration-error';
import type { SearchAnswer, SearchClient } from '../search/search-client';
import type { SearchRequest } from '../search/search-request';
import { errorOf, isTransient } from '../write/verdict';
import type { SearchBootstrapRequest, SearchBootstrapResponse } from './environment';

/** A fresh access policy takes about a minute to work, so a refusal is asked about again so often. */
const RETRY_MS = 3_000;

/** Errors that are not about settings; any other 400 to a request with settings is taken to be. */
const OTHER_ERRORS = new Set([
  'invalid_index_name_exception',
  'mapper_parsing_exception',
  'parse_exception',
  'resource_already_exists_exception',
  'strict_dynamic_mapping_exception',
]);
const MAPPING_REASON = /^(Limit of|mapper|failed to parse mapping) /i;

type Settings = Readonly<Record<string, unknown>>;

/** Makes the index, or brings the mapping and settings of one that is there up to date. Safe to repeat. */
export class IndexBootstrap {
  private readonly dropped = new Set<string>();

  /** @param deadline the latest end of all waiting, in milliseconds since 1970 */
  constructor(
    private readonly search: Pick<SearchClient, 'send'>,
    private readonly deadline: number,
  ) {}

  /** @throws {ConfigurationError} when the index cannot be had, with what the collection said */
  async run(request: SearchBootstrapRequest): Promise<SearchBootstrapResponse> {
    const { index, mappings, settings, liveAlias } = request;
    const path = `/${encodeURIComponent(index)}`;
    const created = await this.putWithSettings(path, (s) => ({ mappings, settings: s }), flatten(settings));
    const exists = errorOf(created.body)?.type === 'resource_already_exists_exception';
    if (exists) {
      expectOk(await this.put(`${path}/_mapping`, mappings), `update the mapping of the index ${index}`);
      await this.updateSettings(path, flatten(settings));
    } else {
      expectOk(created, `create the index ${index}`);
    }
    await this.whenVisible({ method: 'GET', path }, `see the index ${index}`);
    if (liveAlias !== undefined) await this.putLiveAlias(path, index, liveAlias);
    const result = exists ? 'updated' : 'created';
    return { index, ...(liveAlias && { liveAlias }), result, droppedSettings: [...this.dropped] };
  }

  /** One that is there already gets the filter put again. Without it, searches would find what was deleted. */
  private putLiveAlias(path: string, index: string, alias: string): Promise<void> {
    const put = putRequest(`${path}/_alias/${encodeURIComponent(alias)}`, { filter: LIVE_DOCUMENTS });
    return this.whenVisible(put, `make the alias ${alias} of the index ${index}`);
  }

  /** Puts a body, leaving out such settings as the service refuses. */
  private async putWithSettings(
    path: string,
    body: (settings: Settings) => object,
    settings: Settings,
  ): Promise<Answered> {
    const answer = await this.put(path, body(settings));
    const refused = answer.status === 400 ? refusedSettings(answer.body, settings) : [];
    if (refused.length === 0) return answer;
    for (const name of refused) this.dropped.add(name);
    const accepted = Object.entries(settings).filter(([name]) => !refused.includes(name));
    return this.putWithSettings(path, body, Object.fromEntries(accepted));
  }

  /** Puts the settings that the index has not; what it cannot change any more is dropped. */
  private async updateSettings(path: string, settings: Settings): Promise<void> {
    const current = await this.request({
      method: 'GET',
      path: `${path}/_settings`,
      query: { flat_settings: 'true' },
    });
    const has = currentSettings(current.body);
    const changed = Object.entries(settings).filter(([name, value]) => has[name] !== String(value));
    if (changed.length === 0) return;
    const put = (accepted: Settings) => accepted;
    const { status } = await this.putWithSettings(`${path}/_settings`, put, Object.fromEntries(changed));
    if (status === 404 || status === 405) for (const [name] of changed) this.dropped.add(name);
  }

  /** An index that was just made may answer 404 for a while. */
  private async whenVisible(request: SearchRequest, action: string): Promise<void> {
    for (;;) {
      const answer = await this.request(request);
      if (answer.status !== 404) return expectOk(answer, action);
      if (!(await this.pause())) throw failure(answer, action);
    }
  }

  private put(path: string, body: object): Promise<Answered> {
    return this.request(putRequest(path, body));
  }

  /** Sends until the answer is none that passes by itself: refused access is waited out, too. */
  private async request(request: SearchRequest): Promise<Answered> {
    for (;;) {
      const answer = await this.search.send(request, this.deadline);
      if (answer.status !== undefined && !isPassing(answer.status)) return answer;
      if (!(await this.pause())) {
        throw failure(answer, `${request.method} ${request.path}`);
      }
    }
  }

  private async pause(): Promise<boolean> {
    if (Date.now() + RETRY_MS >= this.deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return true;
  }
}

const putRequest = (path: string, body: object): SearchRequest => ({
  method: 'PUT',
  path,
  body: Buffer.from(JSON.stringify(body)),
});

type Answered = Extract<SearchAnswer, { status: number }>;

const isPassing = (status: number): boolean => isTransient(status) || status === 401 || status === 403;

/** `{mapping: {…}}`, `{index: {mapping: {…}}}` and `{"index.mapping.…": …}` mean the same: the last spelling. */
function flatten(settings: object, prefix = 'index'): Settings {
  const flat = Object.entries(settings).flatMap(([name, value]): [string, unknown][] => {
    const path = /^index(\.|$)/.test(name) ? name : `${prefix}.${name}`;
    return isObject(value) ? Object.entries(flatten(value, path)) : [[path, value]];
  });
  return Object.fromEntries(flat);
}

/** Of `{INDEX: {settings: {…}}}`; OpenSearch tells every value as text. */
function currentSettings(body: unknown): Settings {
  const [index] = isObject(body) ? Object.values(body) : [];
  return isObject(index) && isObject(index.settings) ? index.settings : {};
}

/** The settings that a refusal names; all of them where it is not about the mapping and names none. */
function refusedSettings(body: unknown, settings: Settings): string[] {
  const error = errorOf(body);
  const names = Object.keys(settings);
  if (error === undefined || OTHER_ERRORS.has(String(error.type))) return [];
  const text = JSON.stringify(error);
  const named = names.filter((name) => text.includes(name.replace(/^index\./, '')));
  if (named.length > 0) return named;
  return MAPPING_REASON.test(String(error.reason)) ? [] : names;
}

/** A redirect or a page of HTML is no answer of a collection. */
function expectOk(answer: Answered, action: string): void {
  if (answer.status !== 200 || !isObject(answer.body)) throw failure(answer, action);
}

function failure(answer: SearchAnswer, action: string): ConfigurationError {
  const said =
    answer.status === undefined ? answer.reason : `${answer.status} ${JSON.stringify(answer.body)}`;
  return new ConfigurationError(`Could not ${action}: ${said}. ${mend(answer.status)}`);
}

function mend(status: number | undefined): string {
  if (status === 401) {
    return "The collection's network policy does not admit the function: name its VPC endpoint, or allow public access.";
  }
  if (status === 403) {
    return 'The role of the bootstrap function needs aoss:APIAccessAll on the collection, and a data access policy that grants it aoss:CreateIndex, aoss:DescribeIndex and aoss:UpdateIndex on the index and, for soft deletes, aoss:CreateCollectionItems on the collection.';
  }
  if (status === 400) {
    return "Mend what it names; an index's name is in lower case, without spaces, and does not begin with _ or -; what an existing index cannot change needs an index of another name.";
  }
  return 'Check that the collection is active and its endpoint right, then apply again.';
}
