import type { Box, Picture } from './picture';

const ROW_PITCH = 180;

/** Search starts in the second column: the first is for who writes. */
const APPLICATION: Box = {
  kind: 'application',
  column: 0,
  row: 0,
  name: 'Your application',
  parts: ['or the items API', 'API Gateway, Lambda'],
};
const COLLECTION: Box = {
  kind: 'collection',
  column: 4,
  row: 0,
  name: 'OpenSearch',
  parts: ['Serverless collection', 'one document an item'],
};
const READERS: Omit<Box, 'column' | 'row'> = {
  kind: 'application',
  name: 'You',
  parts: ['SQL in Athena', 'archive replay, query'],
};

function table(column: number): Box {
  return { kind: 'table', column, row: 0, name: 'DynamoDB table', parts: ['each item,', 'as it is now'] };
}

function kinesisStream(column: number): Box {
  return {
    kind: 'stream',
    column,
    row: 0,
    name: 'Kinesis stream',
    parts: ['each change, in µs', 'kept for 7 days'],
  };
}

function dynamodbStream(column: number): Box {
  return {
    kind: 'stream',
    column,
    row: 0,
    name: 'DynamoDB stream',
    parts: ['in order for each item', 'kept for 24 hours'],
  };
}

function deliveryStream(column: number): Box {
  return {
    kind: 'delivery stream',
    column,
    row: 0,
    name: 'Firehose',
    parts: ['gathers lines', 'GZIP or Parquet'],
  };
}

function archive(column: number): Box {
  return { kind: 'bucket', column, row: 0, name: 'S3 archive', parts: ['changes/', 'table=…/date=…/'] };
}

function parking(column: number): Box {
  return { kind: 'parking', column, row: 1, name: 'Parking', parts: ['S3 bucket', 'SQS queue tells of it'] };
}

function toSearch(stream: Box, source: string): Picture {
  const sourceTable = table(1);
  const indexer: Box = {
    kind: 'function',
    column: 3,
    row: 0,
    name: 'Lambda function',
    parts: ['search-indexer', 'changes → documents'],
  };
  const bootstrap: Box = {
    kind: 'function',
    column: 4,
    row: 1,
    name: 'Lambda function',
    parts: ['search-bootstrap', 'run by the deploy'],
  };
  const parked = parking(3);
  return {
    title: `${source === 'a Kinesis stream' ? 'kinesis' : 'streams'}-to-search`,
    description: `A write goes to the DynamoDB table. Each change goes through ${source} to the function search-indexer, which writes versioned documents to the OpenSearch Serverless collection. What can never be indexed is parked in S3, with a message on SQS. What is not finished is delivered again.`,
    rowPitch: ROW_PITCH,
    boxes: [APPLICATION, sourceTable, stream, indexer, COLLECTION, parked, bootstrap],
    arrows: [
      { from: APPLICATION, to: sourceTable, shape: 'across', label: ['writes'] },
      { from: sourceTable, to: stream, shape: 'across', label: ['changes'] },
      { from: stream, to: indexer, shape: 'across', label: ['batches'] },
      { from: indexer, to: COLLECTION, shape: 'across', label: ['_bulk'] },
      { from: indexer, to: stream, shape: 'back', label: ['not finished: delivered again'], isAgain: true },
      {
        from: indexer,
        to: parked,
        shape: 'down',
        label: ['can never be indexed:', 'kept whole, with the reason'],
      },
      { from: stream, to: parked, shape: 'under', label: ['batches that', 'Lambda gave up'], isAgain: true },
      { from: bootstrap, to: COLLECTION, shape: 'up', label: ['creates the index'] },
    ],
  };
}

function kinesisToS3(): Picture {
  const [sourceTable, stream, delivery, bucket] = [table(0), kinesisStream(1), deliveryStream(2), archive(3)];
  const readers: Box = { ...READERS, column: 4, row: 0 };
  const canary: Box = {
    kind: 'function',
    column: 1,
    row: 1,
    name: 'Lambda function',
    parts: ['archive-canary', 'run by the deploy'],
  };
  const transformer: Box = {
    kind: 'function',
    column: 2,
    row: 1,
    name: 'Lambda function',
    parts: ['firehose-transformer', 'records → lines'],
  };
  const errors: Box = {
    kind: 'parking',
    column: 3,
    row: 1,
    name: 'S3 archive',
    parts: ['errors/', 'records as they came'],
  };
  return {
    title: 'kinesis-to-s3',
    description:
      'Each change of the DynamoDB table goes to a Kinesis stream. Firehose reads it, hands the records to the function firehose-transformer, which makes lines of them, gathers the lines, and puts them as objects into the S3 archive. What cannot be read lies there under errors. What has no room in the function’s answer is put back on the stream. At a deploy archive-canary waits until Firehose reads.',
    rowPitch: ROW_PITCH,
    boxes: [sourceTable, stream, delivery, bucket, readers, canary, transformer, errors],
    arrows: [
      { from: sourceTable, to: stream, shape: 'across', label: ['changes'] },
      { from: stream, to: delivery, shape: 'across', label: ['records'] },
      { from: delivery, to: bucket, shape: 'across', label: ['objects'] },
      { from: bucket, to: readers, shape: 'across' },
      { from: delivery, to: transformer, shape: 'down', shift: 20 },
      { from: transformer, to: delivery, shape: 'up', shift: 36, label: ['lines'] },
      { from: transformer, to: stream, shape: 'aside', label: ['no room:', 'put back'], isAgain: true },
      {
        from: delivery,
        to: errors,
        shape: 'aside',
        label: ['cannot be read, or', 'the function failed'],
        isAgain: true,
      },
      { from: canary, to: stream, shape: 'up', label: ['canary records', 'until they arrive'] },
    ],
  };
}

function streamsToS3(): Picture {
  const [sourceTable, stream, delivery, bucket] = [
    table(0),
    dynamodbStream(1),
    deliveryStream(3),
    archive(4),
  ];
  const forwarder: Box = {
    kind: 'function',
    column: 2,
    row: 0,
    name: 'Lambda function',
    parts: ['firehose-forwarder', 'changes → lines'],
  };
  const parked = parking(2);
  const readers: Box = { ...READERS, column: 4, row: 1 };
  return {
    title: 'streams-to-s3',
    description:
      'Each change of the DynamoDB table goes to the table’s own stream, and from there to the function firehose-forwarder, which makes lines of the changes and puts them to Firehose. Firehose gathers them and puts them as objects into the S3 archive. What can never be archived is parked in S3, with a message on SQS. What is not finished is delivered again.',
    rowPitch: ROW_PITCH,
    boxes: [sourceTable, stream, forwarder, delivery, bucket, parked, readers],
    arrows: [
      { from: sourceTable, to: stream, shape: 'across', label: ['changes'] },
      { from: stream, to: forwarder, shape: 'across', label: ['batches'] },
      { from: forwarder, to: delivery, shape: 'across', label: ['lines'] },
      { from: delivery, to: bucket, shape: 'across', label: ['objects'] },
      { from: bucket, to: readers, shape: 'down' },
      { from: forwarder, to: stream, shape: 'back', label: ['not finished: delivered again'], isAgain: true },
      {
        from: forwarder,
        to: parked,
        shape: 'down',
        shift: 1,
        label: ['can never be archived:', 'kept whole, with the reason'],
      },
      { from: stream, to: parked, shape: 'under', label: ['batches that', 'Lambda gave up'], isAgain: true },
    ],
  };
}

/** All four side by side. */
function overview(): Picture {
  const sourceTable: Box = { ...table(0), rows: 4 };
  const kinesis: Box = { ...kinesisStream(1), rows: 2 };
  const streams: Box = { ...dynamodbStream(1), row: 2, rows: 2 };
  const search = (row: number) => {
    const indexer: Box = {
      kind: 'function',
      column: 2,
      row,
      name: 'search-indexer',
      parts: ['changes → documents'],
    };
    return [indexer, { ...COLLECTION, row, column: 3 }] as const;
  };
  const [kinesisIndexer, kinesisCollection] = search(0);
  const [streamsIndexer, streamsCollection] = search(2);
  const transformed: Box = {
    ...deliveryStream(2),
    row: 1,
    parts: ['firehose-transformer', 'makes lines of records'],
  };
  const kinesisArchive: Box = { ...archive(3), row: 1 };
  const forwarder: Box = {
    kind: 'function',
    column: 2,
    row: 3,
    name: 'firehose-forwarder',
    parts: ['changes → lines'],
  };
  const put: Box = { ...deliveryStream(3), row: 3 };
  const streamsArchive: Box = { ...archive(4), row: 3 };
  return {
    title: 'The four pipelines',
    description:
      'The changes of a DynamoDB table go to a Kinesis stream or to the table’s own stream. From either, the function search-indexer brings them into an OpenSearch Serverless collection, or Firehose brings them into an archive in S3: it reads the Kinesis stream itself, and gets those of the table’s own stream from the function firehose-forwarder.',
    rowPitch: 116,
    boxes: [
      sourceTable,
      kinesis,
      streams,
      kinesisIndexer,
      kinesisCollection,
      transformed,
      kinesisArchive,
      streamsIndexer,
      streamsCollection,
      forwarder,
      put,
      streamsArchive,
    ],
    arrows: [
      { from: sourceTable, to: kinesis, shape: 'across', label: ['changes'] },
      { from: sourceTable, to: streams, shape: 'across', label: ['changes'] },
      { from: kinesis, to: kinesisIndexer, shape: 'across' },
      { from: kinesisIndexer, to: kinesisCollection, shape: 'across', label: ['_bulk'] },
      { from: kinesis, to: transformed, shape: 'across' },
      { from: transformed, to: kinesisArchive, shape: 'across', label: ['objects'] },
      { from: streams, to: streamsIndexer, shape: 'across' },
      { from: streamsIndexer, to: streamsCollection, shape: 'across', label: ['_bulk'] },
      { from: streams, to: forwarder, shape: 'across' },
      { from: forwarder, to: put, shape: 'across', label: ['lines'] },
      { from: put, to: streamsArchive, shape: 'across', label: ['objects'] },
    ],
    captions: [
      { above: kinesisIndexer, text: 'kinesis-to-search' },
      { above: transformed, text: 'kinesis-to-s3' },
      { above: streamsIndexer, text: 'streams-to-search' },
      { above: forwarder, text: 'streams-to-s3' },
    ],
  };
}

/** By the name of its file in `docs/pictures/`, without `.svg`. */
export const PIPELINE_PICTURES: Readonly<Record<string, Picture>> = {
  pipelines: overview(),
  'kinesis-to-search': toSearch(kinesisStream(2), 'a Kinesis stream'),
  'streams-to-search': toSearch(dynamodbStream(2), 'the table’s own stream'),
  'kinesis-to-s3': kinesisToS3(),
  'streams-to-s3': streamsToS3(),
};
