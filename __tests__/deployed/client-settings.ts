import type { LocalEnvironment } from '../../local/environment/local-environment';

/** What an AWS client is made with, to reach the local environment. */
export type ClientSettings = Pick<LocalEnvironment['emulator'], 'endpoint' | 'region' | 'credentials'>;

export function clientSettings({ emulator }: LocalEnvironment): ClientSettings {
  const { endpoint, region, credentials } = emulator;
  return { endpoint, region, credentials };
}
