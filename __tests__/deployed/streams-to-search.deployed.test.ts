import { describePermissions } from './permissions/permissions';
import { describeSearchPipeline } from './search-pipeline';

describeSearchPipeline('streams-to-search', (deployment) =>
  describePermissions('streams-to-search', deployment),
);
