/**
 * What the function was given can never work until somebody mends it: nothing is acknowledged and nothing
 * parked, so that the changes wait in their stream until then.
 */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
}
