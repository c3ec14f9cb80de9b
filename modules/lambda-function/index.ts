export { type FunctionSettings, functionSettings } from './function-settings';
export { MissingFunctionZipError } from './function-zip';
export { type EnvironmentOf, LambdaFunction, type LambdaFunctionProps } from './lambda-function';
