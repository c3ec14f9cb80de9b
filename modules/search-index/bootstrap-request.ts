import type { SearchBootstrapRequest } from '../../functions/search-bootstrap/environment';

/**
 * The request as JSON inside a Terraform string. Only the index's name may be a token; it needs no escape,
 * since a name has neither quotes nor backslashes. Template markers inside of the rest are made plain text.
 */
export function bootstrapRequest({ index, mappings, settings }: SearchBootstrapRequest): string {
  return `{"index":"${index}","mappings":${literalJson(mappings)},"settings":${literalJson(settings)}}`;
}

function literalJson(value: object): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}
