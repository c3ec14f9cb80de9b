export { type ApiAuthorization, ItemsApi, type ItemsApiProps } from './items-api';
