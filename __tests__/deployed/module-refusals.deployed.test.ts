import { STACK_NAMES } from '../../modules/stacks';
import { refusals } from '../terraform/wrong-values';

describe('what each module refuses', function () {
  refusals(this, STACK_NAMES);
});
