import { refusals } from './wrong-values';

/** Those of this one have most rules; `npm run test:deploy` has all of them. */
describe('what a module refuses', function () {
  refusals(this, ['kinesis-to-search']);
});
