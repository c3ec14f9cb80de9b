export { ChangeTrigger, type TriggerSettings, triggerSettings } from './change-trigger';
