export { type CdktfProps, cdktf } from './cdktf';
export { outputs } from './outputs';
export { stateFile } from './state-file';
export { type TerraformProps, terraform } from './terraform';
export { type TerraformEnvironmentProps, terraformEnvironment } from './terraform-environment';
