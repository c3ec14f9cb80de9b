import { writeFileSync } from 'node:fs';
import { PERMISSIONS_PAGE, permissionsPage } from './permissions-page';
import { SETTINGS_PAGE, settingsPage } from './settings-page';

writeFileSync(SETTINGS_PAGE, settingsPage());
writeFileSync(PERMISSIONS_PAGE, permissionsPage());
