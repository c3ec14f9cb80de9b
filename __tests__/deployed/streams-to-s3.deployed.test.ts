import { describeArchivePipeline } from './archive-pipeline';
import { describePermissions } from './permissions/permissions';

describeArchivePipeline('streams-to-s3', (deployment) => describePermissions('streams-to-s3', deployment));
