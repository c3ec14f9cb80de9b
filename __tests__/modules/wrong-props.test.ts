import { Token } from 'cdktf';
import { expect } from 'chai';
import { LambdaFunction } from '../../modules/lambda-function';
import { Parking } from '../../modules/parking';
import { KinesisToSearch, type KinesisToSearchProps } from '../../modules/pipelines/kinesis-to-search';
import { SearchCollection } from '../../modules/search-collection';
import { InvalidPropError } from '../../modules/validation';
import { Synthesized } from './synthesized';

const PIPELINE: KinesisToSearchProps = { tableName: 'orders', collectionName: 'orders' };

/** A prop as JavaScript, or an untyped settings file, may give it. */
type Untyped = Readonly<Record<string, unknown>>;

const WRONG: readonly [props: Untyped, sentence: RegExp][] = [
  [
    { tableName: 'ab' },
    /tableName is "ab", but must be 3 to 255 characters \(it has 2\).*Choose another tableName/,
  ],
  [{ tableName: 17 }, /tableName is 17, but must be 3 to 255 characters/],
  [{ tableName: null }, /tableName is null/],
  [{ tableName: 'my orders' }, /tableName is "my orders", but must be .*letters, digits/],
  [{ streamName: 's/1' }, /streamName is "s\/1", but must be 1 to 128 characters/],
  [{ retentionHours: 23 }, /retentionHours is 23, but must be a whole number from 24 to 8760/],
  [{ retentionHours: 24.5 }, /retentionHours is 24\.5, but must be a whole number/],
  [{ retentionHours: Number.NaN }, /retentionHours is NaN, but must be a whole number/],
  [{ partitionKeyType: 'BOOL' }, /partitionKeyType is "BOOL", but must be one of S, N, B/],
  [{ sortKeyName: 'id' }, /sortKeyName is "id", but must be another attribute than partitionKeyName/],
  [{ tableKmsKeyArn: 'alias/mine' }, /tableKmsKeyArn is "alias\/mine", but must be the ARN of a KMS key/],
  [{ streamKmsKeyArn: 'mine' }, /streamKmsKeyArn is "mine".*AWS's key/],
  [{ collectionName: 'Orders' }, /collectionName is "Orders", but must be 3 to 32 characters: lower-case/],
  [{ collectionName: 'x'.repeat(33) }, /collectionName is "x+", but must be .*\(it has 33\)/],
  [{ readers: ['*'] }, /readers is "\*", but must be ARNs of IAM roles or users/],
  [{ readers: ['arn:aws:iam::111122223333:role/*'] }, /readers is .*without wildcards/],
  [{ readers: 'arn:aws:iam::111122223333:role/analyst' }, /readers is "arn.*must be a list/],
  [{ vpcEndpointIds: ['vpc-1'] }, /vpcEndpointIds is "vpc-1", but must be ids/],
  [{ collectionKmsKeyArn: 'x' }, /collectionKmsKeyArn is "x"/],
  [{ indexName: '_orders' }, /indexName is "_orders", but must be/],
  [{ indexName: 'Orders' }, /indexName is "Orders", but must be .*no upper-case/],
  [
    { searchEndpoint: 'localhost:9200' },
    /searchEndpoint is "localhost:9200", but must be a URL without a path/,
  ],
  [{ searchEndpoint: 'https://host/path' }, /searchEndpoint is .*leave it out/],
  [
    { include: [] },
    /include is \[\], but must be a list of attributes' names, each once\. .*leave include out/,
  ],
  [{ include: 'title' }, /include is "title", but must be a list/],
  [{ exclude: ['a', 'a'] }, /exclude is \["a","a"\], but must be .*each once/],
  [{ include: ['a'], exclude: ['b'] }, /exclude is \["b"\], but must be left out when include is given/],
  [{ rename: { a: 'b.c' } }, /rename is "b\.c", but must be to names of fields: without '\.'/],
  [{ rename: { a: '_id' } }, /rename is "_id", but must be .*not beginning with '_'/],
  [{ rename: { a: 'x', b: 'x' } }, /rename is "x", but must be to another name for each attribute/],
  [{ rename: 'x' }, /rename is "x", but must be an object/],
  [{ exclude: ['a'], rename: { a: 'b' } }, /rename is "a", but must be of attributes that documents have/],
  [{ include: ['b'], rename: { a: 'c' } }, /rename is "a", .*or include it/],
  [{ include: ['a', 'b'], rename: { a: 'b' } }, /rename is "b", .*no other included attribute has/],
  [{ filter: {} }, /filter is \{\}, but must be an object of one attribute or more/],
  [{ filter: { a: 'x' } }, /filter of "a" is "x", but must be a list of one condition or more/],
  [{ filter: { a: [] } }, /filter of "a" is \[\], but must be a list/],
  [{ filter: { a: [{ prefx: 'x' }] } }, /filter of "a" is \{"prefx":"x"\}, but must be a string, a number/],
  [{ filter: { a: [{ numeric: ['<'] }] } }, /filter of "a" is \{"numeric":\["<"\]\}/],
  [{ filter: { a: [{ numeric: [1, '<'] }] } }, /filter of "a" is/],
  [{ filter: { a: [{ exists: 'no' }] } }, /filter of "a" is/],
  [{ routes: [] }, /routes is \[\], but must be a list of one route or more/],
  [{ routes: { a: 1 } }, /routes is \{"a":1\}, but must be a list/],
  [{ routes: [{ indexName: 'a', fliter: {} }] }, /routes is "fliter", but must be of the members indexName/],
  [{ routes: [{ indexName: 'A' }] }, /indexName is "A", but must be .*no upper-case/],
  [{ routes: [{}] }, /indexName is missing/],
  [
    { routes: [{ indexName: 'a' }, { indexName: 'a' }] },
    /indexName is "a", but must be of another name for each index/,
  ],
  [
    { routes: [{ indexName: 'a' }], include: ['x'] },
    /include is \["x"\], but must be left out when routes are given/,
  ],
  [
    { filter: { a: Array.from({ length: 400 }, (_, i) => `kind ${i}`) } },
    /routes is "\d+ bytes of JSON", but must be at most 3072 bytes.*or a transform/,
  ],
  [
    { softDelete: true, liveAliasName: 'Orders' },
    /liveAliasName is "Orders", but must be 1 to 255 characters: no upper-case.*Choose another liveAliasName/,
  ],
  [
    { softDelete: true, liveAliasName: 'orders' },
    /liveAliasName is "orders", but must be another name than that of an index\. Choose another/,
  ],
  [
    { softDelete: true, mappings: { properties: { id: { type: 'keyword' } } } },
    /mappings is \{"properties":\{\}\}, but must be one that has, with softDelete, \{"id".*Put \.\.\.DEFAULT_MAPPINGS\.properties/,
  ],
  [
    {
      softDelete: true,
      mappings: { properties: { _cdc: { properties: { deleted: { type: 'keyword' } } } } },
    },
    /mappings is .*"deleted":\{"type":"keyword"\}.* but must be .*"deleted":\{"type":"boolean"\}/,
  ],
  [
    { softDelete: true, tombstoneRetentionHours: 359 },
    /tombstoneRetentionHours is 359, but must be a whole number from 360 to 87600\. Keep it at least 192 above retentionHours/,
  ],
  [
    { softDelete: true, retentionHours: 24, tombstoneRetentionHours: 215 },
    /tombstoneRetentionHours is 215, but must be .* from 216 to 87600.*or lower retentionHours/,
  ],
  [
    { softDelete: true, sweepIntervalHours: 0 },
    /sweepIntervalHours is 0, but must be a whole number from 1 to 720/,
  ],
  [
    { softDelete: true, sweeperFunctionName: 'my sweeper' },
    /sweeperFunctionName is "my sweeper", but must be 1 to 64 characters/,
  ],
  [{ softDelete: 'false' }, /softDelete is "false", but must be true or false\. Set softDelete to one/],
  [{ markRefused: null }, /markRefused is null, but must be true or false/],
  [{ itemsApi: 'yes' }, /itemsApi is "yes", but must be true or false/],
  [{ createTable: 0 }, /createTable is 0, but must be true or false/],
  [
    { streamArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders' },
    /streamArn is "arn.*, but must be left out when createStream is true\. Set createStream to false/,
  ],
  [
    { streamArn: 'orders', createStream: false },
    /streamArn is "orders", but must be the ARN of a Kinesis stream: arn:aws:kinesis:/,
  ],
  [{ createParkingBucket: false, parkingBucketName: 'a..b' }, /parkingBucketName is "a\.\.b", but must be/],
  [{ createStream: 'no' }, /createStream is "no", but must be true or false/],
  [{ createStreamingDestination: 1 }, /createStreamingDestination is 1, but must be true or false/],
  [{ createCollection: null }, /createCollection is null, but must be true or false/],
  [
    { createCollection: false },
    /accessPolicyName is missing, but must be the name of a new data access policy when createCollection is false/,
  ],
  [{ accessPolicyName: 'x'.repeat(33) }, /accessPolicyName is "x+", but must be 3 to 32 .*\(it has 33\)/],
  [
    { createRole: false },
    /functionRoleArn is missing, but must be the ARN of an IAM role that Lambda may take on when createRole is false\. Give functionRoleArn, or leave createRole out/,
  ],
  [
    { functionRoleArn: 'arn:aws:iam::111122223333:role/x' },
    /functionRoleArn is "arn.*", but must be left out when createRole is true\. Set createRole to false, or leave functionRoleArn out/,
  ],
  [
    { createRole: false, functionRoleArn: 'x' },
    /functionRoleArn is "x", but must be the ARN of an IAM role: arn:aws:iam::ACCOUNT:role\/NAME/,
  ],
  [
    { createParkingBucket: false },
    /parkingBucketName is missing, but must be the name of a bucket when createParkingBucket is false/,
  ],
  [
    { createParkingBucket: false, parkingBucketName: 'My_Bucket' },
    /parkingBucketName is "My_Bucket", but must be 3 to 63 characters: lower-case/,
  ],
  [
    { functionZip: 'no-such.zip' },
    /functionZip is "no-such.zip", but must be the path of a zip that is there \(looked for from/,
  ],
  [
    { functionZip: 'x.zip', transform: 'x.ts' },
    /functionZip is "x.zip", but must be left out when transform is given/,
  ],
  [
    { functionZip: 'x.zip', include: ['a'] },
    /include is \["a"\], but must be left out when functionZip is given/,
  ],
  [{ tracing: () => true }, /tracing is function, but must be true or false/],
  [{ filter: { kind: [Token.asString({ x: 1 })] } }, /filter is "a token", but must be known when the stack/],
  [{ rename: new Date() }, /rename is ".*", but must be an object of new names/],
  [{ include: ['a', 'constructor'], rename: { a: 'constructor' } }, /rename is "constructor"/],
  [{ mappings: 'x' }, /mappings is "x", but must be an object, as OpenSearch takes it/],
  [{ settings: null }, /settings is null, but must be an object/],
  [{ indexName: ['a'] }, /indexName is \["a"\], but must be 1 to 255 characters/],
  [{ indexName: 'a\u0000' }, /indexName is .*, but must be/],
  [{ indexName: `a${'$'}{b}` }, /indexName is .*\{ \}/],
  [{ functionName: 'my function' }, /functionName is "my function", but must be 1 to 64 characters/],
  [{ functionName: 'x'.repeat(60) }, /bootstrapFunctionName is "x+-bootstrap", but must be .*\(it has 70\)/],
  [{ batchSize: 0 }, /batchSize is 0, but must be a whole number from 1 to 10000/],
  [{ batchSize: '100' }, /batchSize is "100", but must be a whole number/],
  [{ maximumBatchingWindowSeconds: 301 }, /maximumBatchingWindowSeconds is 301, but must be .* 0 to 300/],
  [{ parallelizationFactor: 11 }, /parallelizationFactor is 11, but must be a whole number from 1 to 10/],
  [
    { maximumRetryAttempts: -2 },
    /maximumRetryAttempts is -2, but must be .* or -1 \(until a change is too old\)/,
  ],
  [{ maximumRecordAgeSeconds: 59 }, /maximumRecordAgeSeconds is 59, but must be .* 60 to 604799/],
  [{ maximumRecordAgeSeconds: -1 }, /maximumRecordAgeSeconds is -1.*raise retentionHours/],
  [
    { retentionHours: 24, maximumRecordAgeSeconds: 86_400 },
    /maximumRecordAgeSeconds is 86400, but must be a whole number from 60 to 86399\. Keep it under the retention/,
  ],
  [{ startingPosition: 'OLDEST' }, /startingPosition is "OLDEST", but must be one of TRIM_HORIZON, LATEST/],
  [
    { startingPosition: 'AT_TIMESTAMP' },
    /startingPositionTimestamp is missing, but must be a time in RFC 3339/,
  ],
  [
    { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: 'yesterday' },
    /startingPositionTimestamp is "yesterday".*2026-01-31T12:00:00Z/,
  ],
  [{ startingPositionTimestamp: '2026-01-31T12:00:00Z' }, /startingPositionTimestamp is .*must be left out/],
  [{ timeoutSeconds: 901 }, /timeoutSeconds is 901, but must be a whole number from 1 to 900/],
  [{ memorySizeMb: 64 }, /memorySizeMb is 64, but must be a whole number from 128 to 10240/],
  [{ reservedConcurrency: -1 }, /reservedConcurrency is -1/],
  [{ logRetentionDays: 31 }, /logRetentionDays is 31, but must be one of 0, 1, 3, 5, 7, 14, 30/],
  [{ subnetIds: ['subnet-1'] }, /securityGroupIds is \[\], but must be given, as subnetIds is/],
  [{ securityGroupIds: ['sg-1'] }, /subnetIds is \[\], but must be given, as securityGroupIds is/],
  [{ parkingRetentionDays: 0 }, /parkingRetentionDays is 0, but must be a whole number from 1 to 36500/],
  [
    { itemsApi: true, sortKeyName: 'at' },
    /itemsApi is true, but must be false for a table with another key.*Leave itemsApi out/,
  ],
  [
    { itemsApi: true, apiName: 'my api' },
    /apiFunctionName is "my api-items".*Choose another apiFunctionName/,
  ],
  [{ parkingKmsKeyArn: 'x' }, /parkingKmsKeyArn is "x"/],
];

describe('wrong props', () => {
  for (const [props, sentence] of WRONG)
    it(`${JSON.stringify(props).slice(0, 80)} fails at synth with the value, what is allowed, and the mend`, () => {
      expect(() => synthesizePipeline(props)).to.throw(InvalidPropError, sentence);
    });

  it('name the construct at fault', () => {
    expect(() => synthesizePipeline({ batchSize: 0 })).to.throw(/^stack\/pipeline\/indexer: batchSize/);
  });

  it('a function that was not built fails with the command that builds it', () => {
    const add = () =>
      Synthesized.of((scope) => {
        new LambdaFunction(scope, 'function', {
          functionName: 'f',
          code: 'no-such-function',
          description: 'd',
          environment: {},
        });
      });
    expect(add).to.throw(/dist\/functions\/no-such-function\.zip is not there\. Run "npm run build"/);
  });

  it('a collection that nobody may use fails', () => {
    const add = () =>
      Synthesized.of((scope) => new SearchCollection(scope, 'c', { collectionName: 'orders' }));
    expect(add).to.throw(/nobody may use this collection: name readers/);
  });

  it('a parking name that no queue may have fails', () => {
    const add = () => Synthesized.of((scope) => new Parking(scope, 'p', { parkingName: 'a.b' }));
    expect(add).to.throw(InvalidPropError, /parkingName is "a\.b"/);
  });
});

function synthesizePipeline(props: Untyped): Synthesized {
  return Synthesized.of((scope) => new KinesisToSearch(scope, 'pipeline', { ...PIPELINE, ...props }));
}
