import { describeSearchPipeline } from './search-pipeline';

describeSearchPipeline('streams-to-search');
