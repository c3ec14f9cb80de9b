import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/paths';
import { NAMING_PAGE, namingPage } from './naming/naming-page';
import { PERMISSIONS_PAGE, permissionsPage } from './permissions-page';
import { pictureSvg } from './picture-svg';
import { PIPELINE_PICTURES } from './pipeline-pictures';
import { referencePages } from './reference/reference-pages';
import { REVIEW_PAGE, reviewPage } from './review-page';
import { SETTINGS_PAGE, settingsPage } from './settings-page';

export const PICTURES_FOLDER = join(PROJECT_ROOT, 'docs', 'pictures');

/** The content of each file that is generated, by its path. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    [SETTINGS_PAGE, settingsPage()],
    [PERMISSIONS_PAGE, permissionsPage()],
    [REVIEW_PAGE, reviewPage()],
    [NAMING_PAGE, namingPage()],
    ...referencePages(),
    ...generatedPictures(),
  ]);
}

/** The content of each picture, by its path. */
export function generatedPictures(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(PIPELINE_PICTURES).map(([name, picture]) => [
      join(PICTURES_FOLDER, `${name}.svg`),
      pictureSvg(picture),
    ]),
  );
}
