/** Where a table's items go: one index, which of them it has, and what of them. */
export interface Route {
  /** The index; it must exist. */
  readonly index: string;
  /** Which items the index has. @default all */
  readonly filter?: Filter;
  /** The attributes that documents have. @default all */
  readonly include?: readonly string[];
  /** The attributes that documents lack. @default none */
  readonly exclude?: readonly string[];
  /** The fields' names of attributes that are to be called otherwise. @default none */
  readonly rename?: Readonly<Record<string, string>>;
}

/**
 * By the names of attributes, what they must be: of each attribute one of its conditions has to hold. The form is that
 * of EventBridge's patterns and of Lambda's event filters, for the attributes of an item's root.
 */
export type Filter = Readonly<Record<string, readonly Condition[]>>;

/**
 * A value that the attribute equals, or a comparison. A list or a set fulfils it where one of its elements does, a map
 * never. All but `exists: false` ask for the attribute to be there. Binary values are their base64 text.
 */
export type Condition =
  | Scalar
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly 'anything-but': readonly Scalar[] }
  /** Pairs of a comparison and a number, all of which hold: `['>=', 0, '<', 10]`. */
  | { readonly numeric: readonly (Comparison | number)[] }
  | { readonly exists: boolean };

export type Scalar = string | number | boolean | null;
export type Comparison = '=' | '<' | '<=' | '>' | '>=';
