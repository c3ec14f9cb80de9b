import type { SearchBootstrapRequest } from '../../functions/search-bootstrap/environment';
import { literalJson } from '../props/literal-json';

/**
 * The request as JSON inside a Terraform string. Only the index's name may be a token; it needs no escape,
 * since a name has neither quotes nor backslashes.
 */
export function bootstrapRequest({ index, mappings, settings }: SearchBootstrapRequest): string {
  return `{"index":"${index}","mappings":${literalJson(mappings)},"settings":${literalJson(settings)}}`;
}
