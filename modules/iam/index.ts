export { assumeRolePolicy } from './assume-role-policy';
export { type PolicyStatement, policyDocument } from './policy-document';
export { ServiceRole } from './service-role';
export { tlsOnly } from './tls-only';
