export { assumeRolePolicy } from './assume-role-policy';
export { type PolicyStatement, policyDocument } from './policy-document';
export { tlsOnly } from './tls-only';
