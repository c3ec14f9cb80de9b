import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { UserError } from '../validation';

const FUNCTIONS_FOLDER = resolve(__dirname, '../../dist/functions');

/** A function's built zip, copied beside the stack under a path that depends on its content alone. */
export class FunctionZip extends TerraformAsset {
  /** The SHA-256 of the zip in base64, as Lambda reports it. */
  readonly sha256Base64: string;

  constructor(scope: Construct, id: string, name: string) {
    const path = join(FUNCTIONS_FOLDER, `${name}.zip`);
    if (!existsSync(path)) {
      throw new MissingFunctionZipError(
        `${scope.node.path}: the function's code dist/functions/${name}.zip is not there. Run "npm run build".`,
      );
    }
    const sha256 = createHash('sha256').update(readFileSync(path)).digest();
    super(scope, id, { path, type: AssetType.FILE, assetHash: sha256.toString('hex') });
    this.sha256Base64 = sha256.toString('base64');
  }
}

/** The functions have not been built. */
export class MissingFunctionZipError extends UserError {
  override readonly name = 'MissingFunctionZipError';
}
