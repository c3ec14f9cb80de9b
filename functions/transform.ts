/** What a transform module of your own imports. */

export { isLosslessNumber, LosslessNumber } from 'lossless-json';
export type { Transform, TransformChange, TransformItem, TransformValue } from './route/transform';
