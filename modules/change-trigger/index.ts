export {
  ChangeTrigger,
  type ChangeTriggerProps,
  type TriggerSettings,
  triggerSettings,
} from './change-trigger';
export type { StartingPosition } from './starting-position';
