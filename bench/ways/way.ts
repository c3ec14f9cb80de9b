/** One way to bring a batch of changes into the index. */
export interface Way {
  /** The source whose events it takes. */
  readonly source: 'kinesis' | 'streams';
  /** Handles an event; a way of Streams gets its text, as Lambda's runtime does. */
  readonly handle: (event: unknown) => Promise<unknown>;
}

export const REGION = 'us-east-1';
export const INDEX = 'items';
export const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
