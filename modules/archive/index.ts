export { Archive, type ArchiveProps, CANARY_PREFIX } from './archive';
export {
  type ArchiveCompression,
  type ArchiveFormat,
  type ArchiveFormatProps,
  type ArchivePartitioning,
  lineVariables,
} from './archive-format';
export {
  DeliveryStream,
  type DeliveryStreamProps,
  type DeliveryStreamSettings,
  deliveryStreamSettings,
} from './delivery-stream';
