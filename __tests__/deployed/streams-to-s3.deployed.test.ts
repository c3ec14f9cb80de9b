import { describeArchivePipeline } from './archive-pipeline';

describeArchivePipeline('streams-to-s3');
