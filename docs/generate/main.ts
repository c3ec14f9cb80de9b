import { writeFileSync } from 'node:fs';
import { REVIEW_PAGE, reviewPage } from './review-page';
import { SETTINGS_PAGE, settingsPage } from './settings-page';

writeFileSync(SETTINGS_PAGE, settingsPage());
writeFileSync(REVIEW_PAGE, reviewPage());
