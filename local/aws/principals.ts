/** Who owns an access key of the emulator. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set for temporary credentials, such as a function's. */
  readonly sessionToken?: string;
  /** The IAM user, or the IAM role whose session it is: `arn:aws:iam::…:role/…`. */
  readonly arn: string;
  /** The role's session: `arn:aws:sts::…:assumed-role/ROLE/SESSION`. */
  readonly sessionArn?: string;
  /** The collections that its own policies let it call: those of `aoss:APIAccessAll`. */
  readonly collections: readonly string[];
}

/** The owner of an access key; `undefined` for one that is unknown, inactive or expired. */
export async function findPrincipal(endpoint: string, accessKeyId: string): Promise<Principal | undefined> {
  const response = await fetch(new URL(`/_local/principals/${encodeURIComponent(accessKeyId)}`, endpoint));
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The AWS emulator answered ${response.status} for an access key.`);
  return (await response.json()) as Principal;
}
