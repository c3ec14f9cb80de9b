export { type CdktfProps, cdktf } from './cdktf';
export { outputs } from './outputs';
export { type TerraformProps, terraform } from './terraform';
export { type TerraformEnvironmentProps, terraformEnvironment } from './terraform-environment';
