import type { App, TerraformStack } from 'cdktf';
import {
  KinesisToS3,
  KinesisToS3Stack,
  KinesisToSearch,
  KinesisToSearchStack,
  StreamsToS3,
  StreamsToS3Stack,
  StreamsToSearch,
  StreamsToSearchStack,
} from '../../../modules';

// What docs/reference shows of each pipeline: compiled here, and synthesized for the page's tables.

export function kinesisToSearch(stack: TerraformStack) {
  return new KinesisToSearch(stack, 'orders', {
    tableName: 'orders',
    createTable: false,
    collectionName: 'orders',
    readers: ['arn:aws:iam::111122223333:role/analyst'],
  });
}

export function streamsToSearch(stack: TerraformStack) {
  return new StreamsToSearch(stack, 'orders', {
    tableName: 'orders',
    createTable: false,
    collectionName: 'orders',
    readers: ['arn:aws:iam::111122223333:role/analyst'],
  });
}

export function kinesisToS3(stack: TerraformStack) {
  return new KinesisToS3(stack, 'orders', {
    tableName: 'orders',
    createTable: false,
    archiveFormat: 'parquet',
  });
}

export function streamsToS3(stack: TerraformStack) {
  return new StreamsToS3(stack, 'orders', {
    tableName: 'orders',
    createTable: false,
    archiveRetentionDays: 3_650,
  });
}

export function kinesisToSearchStack(app: App) {
  return new KinesisToSearchStack(app, 'kinesis-to-search', {
    region: 'eu-west-1',
    tableName: 'orders',
    collectionName: 'orders',
  });
}

export function streamsToSearchStack(app: App) {
  return new StreamsToSearchStack(app, 'streams-to-search', {
    region: 'eu-west-1',
    tableName: 'orders',
    collectionName: 'orders',
  });
}

export function kinesisToS3Stack(app: App) {
  return new KinesisToS3Stack(app, 'kinesis-to-s3', { region: 'eu-west-1', tableName: 'orders' });
}

export function streamsToS3Stack(app: App) {
  return new StreamsToS3Stack(app, 'streams-to-s3', { region: 'eu-west-1', tableName: 'orders' });
}
