import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { moduleFolder } from '../../terraform/module-folder';
import { testFiles } from '../../terraform/tests/test-files';
import { requireTerraformEnvironment } from './terraform-engine';

const execute = promisify(execFile);
const PIPELINE = 'kinesis-to-search';

/** All that may be there already, or is made beside the module, with names that only the apply tells. */
const ROOT = `
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "terraform_data" "later" {
  input = "orders"
}

module "search" {
  source                = "./module"
  name                  = terraform_data.later.output
  table_name            = terraform_data.later.output
  soft_delete           = true
  create_stream         = false
  stream_name           = terraform_data.later.output
  create_collection     = false
  access_policy_name    = "\${terraform_data.later.output}-cdc"
  create_parking_bucket = false
  parking_bucket_name   = terraform_data.later.output
  create_role           = false
  function_role_arn     = "arn:aws:iam::111122223333:role/\${terraform_data.later.output}"
}
`;

describe('a module whose names are known after the apply only', function () {
  this.timeout(60_000);

  it('is planned', async function () {
    const env = await requireTerraformEnvironment(this);
    const folder = mkdtempSync(join(tmpdir(), 'names-known-later-'));
    try {
      for (const [path, content] of moduleFolder(PIPELINE)) write(join(folder, 'module', path), content);
      write(join(folder, 'main.tf'), ROOT);
      write(
        join(folder, 'tests', 'plan.tftest.hcl'),
        `${mockProvider()}\nrun "plan" {\n  command = plan\n}\n`,
      );
      await execute('terraform', ['init', '-backend=false'], { cwd: folder, env });
      await execute('terraform', ['test'], { cwd: folder, env });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The one that the module's own tests have. */
function mockProvider(): string {
  const text = testFiles(PIPELINE).get('tests/switches.tftest.hcl') ?? '';
  return text.slice(0, text.indexOf('\nvariables {'));
}
