import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { App, TerraformStack } from 'cdktf';
import { type BlockStructure, blockStructureOf } from './hcl';

/** The structure, and that of blocks that Terraform makes only sometimes: no prop of a binding has set those. */
export function withNestedBlocks(structure: BlockStructure): BlockStructure {
  const [known, nested] = [structure.arguments, blockStructureOf(example()).arguments];
  const types = [...new Set([...known.keys(), ...nested.keys()])];
  return {
    addresses: structure.addresses,
    arguments: new Map(
      types.map((type) => [type, new Map([...(nested.get(type) ?? []), ...(known.get(type) ?? [])])]),
    ),
  };
}

/** Each of those blocks, set by its prop. */
function example(): TerraformStack {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'example');
  new KinesisFirehoseDeliveryStream(stack, 'delivery-stream', {
    name: 'example',
    destination: 'extended_s3',
    extendedS3Configuration: {
      bucketArn: 'example',
      roleArn: 'example',
      dynamicPartitioningConfiguration: { enabled: true },
      processingConfiguration: {
        enabled: true,
        processors: [{ type: 'example', parameters: [{ parameterName: 'example', parameterValue: '1' }] }],
      },
      dataFormatConversionConfiguration: {
        inputFormatConfiguration: { deserializer: { openXJsonSerDe: { columnToJsonKeyMappings: {} } } },
        outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
        schemaConfiguration: { databaseName: 'example', tableName: 'example', roleArn: 'example' },
      },
    },
  });
  new LambdaFunction(stack, 'function', {
    functionName: 'example',
    role: 'example',
    vpcConfig: { subnetIds: ['example'], securityGroupIds: ['example'] },
  });
  return stack;
}
