import type { SearchBootstrapRequest } from '../../functions/search-bootstrap/environment';
import { literalJson } from '../props/literal-json';

/**
 * The request as JSON inside a Terraform string. Only the names of index and alias may be tokens; they need no
 * escape, since a name has neither quotes nor backslashes.
 */
export function bootstrapRequest({ index, mappings, settings, liveAlias }: SearchBootstrapRequest): string {
  const alias = liveAlias === undefined ? '' : `,"liveAlias":"${liveAlias}"`;
  return `{"index":"${index}","mappings":${literalJson(mappings)},"settings":${literalJson(settings)}${alias}}`;
}
