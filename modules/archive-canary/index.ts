export { ArchiveCanary, type ArchiveCanaryProps } from './archive-canary';
