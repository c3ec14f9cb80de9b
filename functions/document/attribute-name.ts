/**
 * The names that mean something else at the root of a document, and `_cdc`, which is this project's. OpenSearch
 * 2.19.1 refuses its metadata fields ("Field [_id] is a metadata field and cannot be added inside a document");
 * `_primary_term`, `_tombstone` and `__soft_deletes` are worse: it takes them, and then refuses every later
 * write of the shard.
 */
const RESERVED = new Set([
  '__soft_deletes',
  '_cdc',
  '_data_stream_timestamp',
  '_doc_count',
  '_feature',
  '_field_names',
  '_id',
  '_ignored',
  '_index',
  '_nested_path',
  '_primary_term',
  '_routing',
  '_seq_no',
  '_size',
  '_source',
  '_tombstone',
  '_type',
  '_version',
]);

/** Control characters too: Java takes some of them for whitespace. */
const BLANK = /^[\s\p{Cc}]+$/u;

/**
 * An attribute's name as the name of a field. Names that OpenSearch refuses, or would take apart, are
 * percent-encoded, reversibly ({@link attributeName}): `.` becomes `%2E` (a dot makes an object of the
 * part before it, and `a.b` beside a scalar `a` is refused), a name that is only whitespace is encoded
 * whole, `%` becomes `%25`, and at the root the `_` of a reserved name becomes `%5F`. The empty name becomes `%`.
 */
export function fieldName(name: string, atRoot: boolean): string {
  if (name === '') return '%';
  if (atRoot && RESERVED.has(name)) return `%5F${name.slice(1)}`;
  if (BLANK.test(name)) return encodeURIComponent(name);
  return name.replace(/[%.]/g, (character) => (character === '.' ? '%2E' : '%25'));
}

/** The attribute's name that {@link fieldName} made this field's name from. */
export function attributeName(field: string): string {
  return field === '%' ? '' : field.replace(/(?:%[0-9A-F]{2})+/g, decodeURIComponent);
}
