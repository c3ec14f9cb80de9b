export { Archive, type ArchiveProps, CANARY_PREFIX } from './archive';
export { lineVariables } from './archive-format';
export {
  DeliveryStream,
  type DeliveryStreamProps,
  type DeliveryStreamSettings,
  deliveryStreamSettings,
} from './delivery-stream';
