import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { builtZip, extendedZip } from './built-zip';

type Files = Readonly<Record<string, Uint8Array>>;

/** A function's zip, copied beside the stack under a path that depends on its content alone. */
export class FunctionZip extends TerraformAsset {
  /** The SHA-256 of the zip in base64, as Lambda reports it. */
  readonly sha256Base64: string;

  constructor(scope: Construct, id: string, path: string) {
    const sha256 = createHash('sha256').update(readFileSync(path)).digest();
    super(scope, id, { path, type: AssetType.FILE, assetHash: sha256.toString('hex') });
    this.sha256Base64 = sha256.toString('base64');
  }

  /**
   * The built zip of one of the functions.
   * @param files what the zip is to hold beside the function
   * @throws MissingFunctionZipError
   */
  static built(scope: Construct, id: string, name: string, files: Files = {}): FunctionZip {
    const path = Object.keys(files).length === 0 ? builtZip(name) : temporaryZip(name, files);
    return new FunctionZip(scope, id, path);
  }
}

/** The zip with more files, where it stays until the stack is synthesized. */
function temporaryZip(name: string, files: Files): string {
  const zip = extendedZip(name, files);
  const path = join(mkdtempSync(join(tmpdir(), 'function-zip-')), `${name}.zip`);
  writeFileSync(path, zip);
  return path;
}
