export { type CdktfProps, cdktf } from './cdktf';
export { outputs } from './outputs';
export { type TerraformEnvironmentProps, terraformEnvironment } from './terraform-environment';
