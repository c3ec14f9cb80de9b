export { MissingFunctionZipError } from './built-zip';
export { type FunctionSettings, functionSettings } from './function-settings';
export { type EnvironmentOf, LambdaFunction, type LambdaFunctionProps } from './lambda-function';
