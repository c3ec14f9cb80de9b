export { type BlockStructure, blockStructureOf } from './block-structure';
export { type Block, formatBlock } from './body';
export type { Json, JsonObject } from './json';
export { type HclFiles, type RenderHclProps, renderHcl } from './render-hcl';
export { UnreadableExpressionError } from './unreadable-expression-error';
export { UnrenderableError } from './unrenderable-error';
export { expressionOf, literalOf, referenceOf } from './value';
