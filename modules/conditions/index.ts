export {
  both,
  type Condition,
  choose,
  either,
  hasElements,
  isEqual,
  isGiven,
  isPossible,
  not,
  orElse,
} from './condition';
export { conditional } from './conditional';
export { type ConditionalElement, conditionalList } from './conditional-list';
export { dynamicBlock, dynamicBlocks } from './dynamic-block';
export { eitherOf } from './either-of';
export { madeIf } from './made-if';
export { preventDestroy } from './prevent-destroy';
