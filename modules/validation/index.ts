export { checkBooleans } from './check-booleans';
export { checkBucketName } from './check-bucket-name';
export { checkCombination } from './check-combination';
export { checkEach } from './check-each';
export { checkExisting } from './check-existing';
export { checkInteger } from './check-integer';
export { checkKmsKeyArn } from './check-kms-key-arn';
export { checkKnown } from './check-known';
export { checkName, nameRule } from './check-name';
export { checkOneOf } from './check-one-of';
export { checkRoleArn } from './check-role-arn';
<<<<<<< HEAD
export { checkText, type TextRule } from './check-text';
=======
>>>>>>> modules
export { InvalidPropError } from './invalid-prop-error';
export { isRecord } from './is-record';
export { NAME_RULES } from './name-rules';
export { UserError } from './user-error';
export { addVariableRule, type VariableRule } from './variable-rule';
