export { FirehoseForwarder, type FirehoseForwarderProps } from './firehose-forwarder';
