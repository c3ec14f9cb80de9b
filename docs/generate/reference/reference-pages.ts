import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../local/paths';
import { STACK_NAMES } from '../../../modules/stacks';
import { constructsPage } from './constructs-page';
import { modulesPage } from './modules-page';
import { pipelinePage } from './pipeline-page';

export const REFERENCE_FOLDER = join(PROJECT_ROOT, 'docs', 'reference');

/** The pages in `docs/reference` that are generated, by their paths. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ...STACK_NAMES.map((name) => [join(REFERENCE_FOLDER, `${name}.md`), pipelinePage(name)] as const),
    [join(REFERENCE_FOLDER, 'constructs.md'), constructsPage()] as const,
    [join(REFERENCE_FOLDER, 'terraform-modules.md'), modulesPage()] as const,
  ]);
}
