export { Archive, type ArchiveProps, CANARY_PREFIX } from './archive';
export { lineVariables } from './archive-format';
export { DeliveryStream } from './delivery-stream';
