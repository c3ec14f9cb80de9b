/** What API Gateway checks before the function is asked; the function knows DynamoDB's limits and says more. */
const ITEM_SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 2048 },
    name: { type: 'string' },
    type: { type: 'string' },
  },
} as const;

/** The body of PUT: every attribute is optional, and others are free. */
export const REPLACEMENT_SCHEMA = { ...ITEM_SCHEMA, title: 'Replacement' } as const;

/** The body of POST. */
export const NEW_ITEM_SCHEMA = { ...ITEM_SCHEMA, title: 'NewItem', required: ['name', 'type'] } as const;
