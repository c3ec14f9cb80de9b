import type { NameRule } from './check-name';

const WORD_CHARACTERS = 'letters, digits, "-", "_" and "."';

/** The names that each service takes, as its API reference gives them. */
export const NAME_RULES = {
  lambdaFunction: {
    minLength: 1,
    maxLength: 64,
    pattern: /^[A-Za-z0-9_-]+$/,
    characters: 'letters, digits, "-" and "_"',
  },
  /** Of a function that parks changes: a queue's name begins with it. */
  parkingFunction: {
    minLength: 1,
    maxLength: 64,
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
    characters: 'letters, digits, "-" and "_", beginning with a letter or digit',
  },
  dynamodbTable: {
    minLength: 3,
    maxLength: 255,
    pattern: /^[A-Za-z0-9_.-]+$/,
    characters: WORD_CHARACTERS,
  },
  dynamodbAttribute: { minLength: 1, maxLength: 255, pattern: /./, characters: 'any' },
  kinesisStream: {
    minLength: 1,
    maxLength: 128,
    pattern: /^[A-Za-z0-9_.-]+$/,
    characters: WORD_CHARACTERS,
  },
  deliveryStream: {
    minLength: 1,
    maxLength: 64,
    pattern: /^[A-Za-z0-9_.-]+$/,
    characters: WORD_CHARACTERS,
  },
  glueDatabase: {
    minLength: 1,
    maxLength: 128,
    // Athena takes no others without quotes ("Name databases, tables, and columns", Athena user guide).
    pattern: /^[a-z0-9_]+$/,
    characters: 'lower-case letters, digits and "_"',
  },
  glueTable: {
    minLength: 1,
    maxLength: 128,
    pattern: /^[a-z0-9_]+$/,
    characters: 'lower-case letters, digits and "_"',
  },
  s3Bucket: {
    minLength: 3,
    maxLength: 63,
    pattern: /^[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$/,
    characters: 'lower-case letters, digits, "." and "-", beginning and ending with a letter or digit',
  },
  sqsQueue: {
    minLength: 1,
    maxLength: 80,
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
    characters: 'letters, digits, "-" and "_", beginning with a letter or digit',
  },
  searchCollection: {
    minLength: 3,
    maxLength: 32,
    pattern: /^[a-z][0-9a-z-]+$/,
    characters: 'lower-case letters, digits and "-", beginning with a letter',
  },
  /** Of all that a module makes: the collection's is the shortest. */
  moduleName: {
    minLength: 3,
    maxLength: 32,
    pattern: /^[a-z][0-9a-z-]+$/,
    characters: 'lower-case letters, digits and "-", beginning with a letter',
  },
  searchPolicy: {
    minLength: 3,
    maxLength: 32,
    pattern: /^[a-z][0-9a-z-]+$/,
    characters: 'lower-case letters, digits and "-", beginning with a letter',
  },
  searchIndex: {
    minLength: 1,
    maxLength: 255,
    // RE2, which Terraform has, knows no lookahead; its \s is ASCII's.
    pattern: /^[^-_+.A-Z\s\p{Z}\p{Cc}\uFEFF"*\\<>|,/?#:{}][^A-Z\s\p{Z}\p{Cc}\uFEFF"*\\<>|,/?#:{}]*$/u,
    characters:
      'no upper-case letters, spaces or any of " * \\ < > | , / ? # : { }, and no "-", "_", "+" or "." at the beginning',
  },
  restApi: {
    minLength: 1,
    maxLength: 255,
    pattern: /^[\w .-]+$/,
    characters: 'letters, digits, spaces and "_.-"',
  },
  restApiStage: {
    minLength: 1,
    maxLength: 128,
    pattern: /^[A-Za-z0-9_-]+$/,
    characters: 'letters, digits, "-" and "_"',
  },
} as const satisfies Record<string, NameRule>;
