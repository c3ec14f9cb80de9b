/**
 * A mapping that refuses no ordinary item. OpenSearch fixes a field's type by the first value that it sees and
 * refuses what does not fit, so: numbers of any size and kind are doubles (`_source` keeps every digit), strings
 * are found whole as `field` and by their words as `field.text`, dates stay text, a value of another type than
 * the field's is kept but not searchable (`ignore_malformed`), and maps are kept but not looked into, so that a
 * scalar may follow a map. To search inside a map, name it in `properties`. `_cdc` is what the pipeline knows
 * about the document.
 */
export const DEFAULT_MAPPINGS = {
  date_detection: false,
  dynamic_templates: [
    { whole_numbers: { match_mapping_type: 'long', mapping: { type: 'double' } } },
    { numbers: { match_mapping_type: 'double', mapping: { type: 'double' } } },
    // Unlike the type boolean, a keyword takes any scalar that follows; a long text is kept, not found.
    { booleans: { match_mapping_type: 'boolean', mapping: { type: 'keyword', ignore_above: 1024 } } },
    {
      strings: {
        match_mapping_type: 'string',
        mapping: { type: 'keyword', ignore_above: 1024, fields: { text: { type: 'text' } } },
      },
    },
    { maps: { match_mapping_type: 'object', mapping: { type: 'object', enabled: false } } },
  ],
  properties: {
    _cdc: {
      dynamic: false,
      properties: {
        id: { type: 'keyword' },
        at: { type: 'long' },
        deleted: { type: 'boolean' },
        refused: { type: 'keyword' },
        item: { type: 'object', enabled: false },
      },
    },
  },
};

export const DEFAULT_SETTINGS = {
  'index.mapping.ignore_malformed': true,
  'index.mapping.depth.limit': 100,
  'index.mapping.total_fields.limit': 5000,
};
