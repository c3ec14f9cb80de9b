export { checkBooleans } from './check-booleans';
export { checkEach, type TextRule } from './check-each';
export { checkInteger } from './check-integer';
export { checkKmsKeyArn } from './check-kms-key-arn';
export { checkName } from './check-name';
export { checkOneOf } from './check-one-of';
export { InvalidPropError } from './invalid-prop-error';
export { NAME_RULES } from './name-rules';
export { UserError } from './user-error';
