/** What is wrong with a line or row of an archive. The reader adds where it is. */
export class ChangeError extends Error {}
