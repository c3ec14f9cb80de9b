/** The environment of the `items-api` function: what its construct sets and the function reads. */
export interface ItemsApiEnvironment {
  /** The table that the API reads and writes; its key is one string attribute, `id`. */
  readonly TABLE_NAME: string;
}
