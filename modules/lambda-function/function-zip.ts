import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { builtZip, extendedZip } from './built-zip';

/** A function's built zip, copied beside the stack under a path that depends on its content alone. */
export class FunctionZip extends TerraformAsset {
  /** The SHA-256 of the zip in base64, as Lambda reports it. */
  readonly sha256Base64: string;

  /**
   * @param files what the zip is to hold beside the function
   * @throws MissingFunctionZipError
   */
  constructor(scope: Construct, id: string, name: string, files: Readonly<Record<string, Uint8Array>> = {}) {
    const path = Object.keys(files).length === 0 ? builtZip(name) : temporaryZip(name, files);
    const sha256 = createHash('sha256').update(readFileSync(path)).digest();
    super(scope, id, { path, type: AssetType.FILE, assetHash: sha256.toString('hex') });
    this.sha256Base64 = sha256.toString('base64');
  }
}

/** The zip with more files, where it stays until the stack is synthesized. */
function temporaryZip(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const zip = extendedZip(name, files);
  const path = join(mkdtempSync(join(tmpdir(), 'function-zip-')), `${name}.zip`);
  writeFileSync(path, zip);
  return path;
}
