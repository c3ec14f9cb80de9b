import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  TRANSFORM_FILE,
  TransformModuleError,
  transformModule,
} from '../../functions/build/transform-module';
import { extendedZip } from '../../modules/lambda-function/built-zip';
import { UsageError } from '../usage-error';

/** The only function that asks a transform. */
const FUNCTION = 'search-indexer';

export const FUNCTION_ZIP_USAGE = `npx dynamodb-cdc function-zip ${FUNCTION} --transform MODULE [--output FILE]

  Writes the function's zip with a transform of yours in it, for the variable function_zip of a Terraform module. The
  same transform gives the same bytes.

  --transform MODULE
                   a TypeScript or JavaScript file that exports "transform"; it is bundled with all that it imports
  --output FILE    instead of ${FUNCTION}.zip`;

export async function functionZipCommand(args: readonly string[]): Promise<void> {
  const { transform, output } = functionZipArguments(args);
  const zip = extendedZip(FUNCTION, { [TRANSFORM_FILE]: bundled(transform) });
  await writeWhole(output, zip);
  process.stderr.write(`${written(output, zip)}\n`);
}

function functionZipArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { transform: { type: 'string' }, output: { type: 'string', default: `${FUNCTION}.zip` } },
    });
    const [name, ...others] = positionals;
    if (name !== FUNCTION || others.length > 0)
      throw new Error(
        `The function is ${JSON.stringify(positionals.join(' '))}, but must be ${FUNCTION}. No other asks a transform.`,
      );
    const { transform, output } = values;
    if (transform === undefined) throw new Error('Give the module: --transform MODULE.');
    return { transform, output };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${FUNCTION_ZIP_USAGE}`);
  }
}

function bundled(transform: string): Uint8Array {
  try {
    return transformModule(transform);
  } catch (error) {
    if (!(error instanceof TransformModuleError)) throw error;
    throw new UsageError(
      `--transform is ${JSON.stringify(transform)}, but must be ${error.allowed}. ${error.mend}`,
    );
  }
}

/** The file is there only when it is whole. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

function written(file: string, zip: Uint8Array): string {
  const sha256 = createHash('sha256').update(zip).digest('hex');
  return [
    `${file}: ${Math.ceil(zip.length / 1024)} KB, sha256 ${sha256}`,
    `  Give it to the Terraform module as function_zip, which also sets TRANSFORM. A function that you make yourself`,
    `  needs that variable of the environment: TRANSFORM=${TRANSFORM_FILE}.`,
  ].join('\n');
}
