export { ChangeStream, type ChangeStreamProps, type KeyType } from './change-stream';
