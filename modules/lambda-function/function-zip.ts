import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { unzipSync } from 'fflate';
import { archive } from '../../functions/build/archive';
import { UserError } from '../validation';

const FUNCTIONS_FOLDER = resolve(__dirname, '../../dist/functions');

/** A function's built zip, copied beside the stack under a path that depends on its content alone. */
export class FunctionZip extends TerraformAsset {
  /** The SHA-256 of the zip in base64, as Lambda reports it. */
  readonly sha256Base64: string;

  /** @param files what the zip is to hold beside the function */
  constructor(scope: Construct, id: string, name: string, files: Readonly<Record<string, Uint8Array>> = {}) {
    const builtPath = join(FUNCTIONS_FOLDER, `${name}.zip`);
    if (!existsSync(builtPath)) {
      throw new MissingFunctionZipError(
        `${scope.node.path}: the function's code dist/functions/${name}.zip is not there. Run "npm run build".`,
      );
    }
    const path = Object.keys(files).length === 0 ? builtPath : extended(builtPath, name, files);
    const sha256 = createHash('sha256').update(readFileSync(path)).digest();
    super(scope, id, { path, type: AssetType.FILE, assetHash: sha256.toString('hex') });
    this.sha256Base64 = sha256.toString('base64');
  }
}

/** The zip with more files, where it stays until the stack is synthesized. */
function extended(builtPath: string, name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const path = join(mkdtempSync(join(tmpdir(), 'function-zip-')), `${name}.zip`);
  writeFileSync(path, archive({ ...unzipSync(readFileSync(builtPath)), ...files }));
  return path;
}

/** The functions have not been built. */
export class MissingFunctionZipError extends UserError {
  override readonly name = 'MissingFunctionZipError';
}
