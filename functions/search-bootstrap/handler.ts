import { isObject } from '../change/attribute-value';
import { ConfigurationError } from '../errors/configuration-error';
import { deadlines, type RemainingTime } from '../lambda/deadlines';
import { required, requiredUrl } from '../lambda/environment-variable';
import { SearchClient } from '../search/search-client';
import { IndexBootstrap } from './bootstrap-index';
import type { SearchBootstrapRequest, SearchBootstrapResponse } from './environment';

/** Terraform invokes it when the index's name, mapping or settings change. */
export async function handler(event: unknown, context?: RemainingTime): Promise<SearchBootstrapResponse> {
  const request = readRequest(event);
  const search = new SearchClient({
    endpoint: requiredUrl(process.env, 'SEARCH_ENDPOINT'),
    signingName: process.env.SEARCH_SIGNING_NAME || 'aoss',
    region: process.env.AWS_REGION || required(process.env, 'AWS_DEFAULT_REGION'),
    requestTimeoutMs: 60_000,
  });
  const { writing } = deadlines(context, Date.now());
  const response = await new IndexBootstrap(search, writing).run(request);
  const level = response.droppedSettings.length > 0 ? 'WARN' : 'INFO';
  console.log(JSON.stringify({ level, message: 'index is ready', ...response }));
  return response;
}

function readRequest(event: unknown): SearchBootstrapRequest {
  if (isObject(event)) {
    const { index, mappings, settings, liveAlias } = event;
    if (isName(index) && isObject(mappings) && isObject(settings)) {
      if (liveAlias === undefined) return { index, mappings, settings };
      if (isName(liveAlias)) return { index, mappings, settings, liveAlias };
    }
  }
  throw new ConfigurationError(
    'The invocation must give an index name and the objects "mappings" and "settings", and may name an alias: {"index": "…", "mappings": {…}, "settings": {…}, "liveAlias": "…"}.',
  );
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
