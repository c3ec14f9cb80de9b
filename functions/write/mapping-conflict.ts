import type { SearchRequest } from '../search/search-request';
import type { SearchError } from './verdict';

/** A mapping of one field that takes what dynamic mapping refused. */
export interface FieldMapping {
  /** The field's path, its names joined by dots. */
  readonly field: string;
  readonly mapping: Readonly<Record<string, unknown>>;
}

/** A refusal that passes when the same document is sent again, if it was a race. */
const RACE = /cannot be changed from type|can't merge/;
/** Only the reason's beginning is the engine's own: what follows, and other errors, may quote the document. */
const MIXED_SCALARS = /^mapper \[(.+)\] cannot be changed from type \[\w+\] to \[\w+\]$/;
const SCALARS_AND_OBJECTS = /^can't merge a non object mapping \[(.+)\] with an object mapping$/;

export function isMappingRace(error: SearchError): boolean {
  return RACE.test(JSON.stringify(error));
}

/**
 * A field that was first seen with values of several types is refused in one of two cases: another writer's
 * first value was of another type (a race: the same document passes when it is sent again), or one document holds
 * them all, as in `["a", 1]` (then it is refused for ever). A field that is mapped already takes them: text and
 * numbers as keywords, scalars beside objects kept but not indexed. Undefined for any other error.
 */
export function conflictingField(error: SearchError): FieldMapping | undefined {
  const reason = String(error.reason);
  const scalars = MIXED_SCALARS.exec(reason)?.[1];
  if (scalars !== undefined) return { field: scalars, mapping: { type: 'keyword', ignore_above: 1024 } };
  const objects = SCALARS_AND_OBJECTS.exec(reason)?.[1];
  return objects === undefined ? undefined : { field: objects, mapping: { type: 'object', enabled: false } };
}

/** Maps a field of an index. A name in its path holds no dot: those of attributes are escaped. */
export function mappingRequest(index: string, { field, mapping }: FieldMapping): SearchRequest {
  const body = field
    .split('.')
    .reduceRight<object>((inner, name) => ({ properties: { [name]: inner } }), mapping);
  return {
    method: 'PUT',
    path: `/${encodeURIComponent(index)}/_mapping`,
    body: Buffer.from(JSON.stringify(body)),
  };
}
