/** Who signs with an access key. */
export interface Principal {
  readonly secretAccessKey: string;
  /** Set for temporary credentials. */
  readonly sessionToken?: string;
  /** All that data access policies may call it: a user's ARN, or a role's and its session's. */
  readonly arns: readonly string[];
  /** The names of the collections that its own policies, not those of the collection, let it call. */
  readonly collections: readonly string[];
}

/** What the gateway knows of the account: its principals and the collections' data access policies. */
export interface Directory {
  principal(accessKeyId: string): Promise<Principal | undefined>;
  /** The JSON of every data access policy. */
  accessPolicies(): Promise<readonly string[]>;
}
