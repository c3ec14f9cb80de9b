import type { DemoContext } from './demo';

export async function followIntoArchive(_: DemoContext): Promise<void> {}
