/** What an indexer made of the usual parts loads. */
export { defaultProvider } from '@aws-sdk/credential-provider-node';
export { unmarshall } from '@aws-sdk/util-dynamodb';
export { Client } from '@opensearch-project/opensearch';
export { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
