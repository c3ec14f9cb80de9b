import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { terraformEnvironment } from '../../../local/terraform';

const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

const registryAnswers = async () => true;
const registryIsSilent = async () => false;

describe("Terraform's environment", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'terraform-environment-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function mirror(name: string, path: string): string {
    const root = join(folder, name);
    mkdirSync(join(root, 'registry.terraform.io', 'hashicorp', 'aws', path), { recursive: true });
    return root;
  }

  it("is the caller's, without what would change how local runs work", async () => {
    const environment = await terraformEnvironment({
      environment: {
        HOME: '/home/x',
        TF_CLI_ARGS_apply: '-refresh=false',
        TF_WORKSPACE: 'mine',
        TF_DATA_DIR: 'x',
      },
      folder,
      registryAnswers,
    });
    expect(environment).to.include({ HOME: '/home/x', CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1' });
    expect(environment).to.not.have.any.keys('TF_CLI_ARGS_apply', 'TF_WORKSPACE', 'TF_DATA_DIR');
  });

  it('keeps a CLI configuration that is there, and asks no registry', async () => {
    const file = join(folder, 'own.tfrc');
    writeFileSync(file, '');
    const environment = await terraformEnvironment({
      environment: { TF_CLI_CONFIG_FILE: file },
      folder,
      registryAnswers: () => Promise.reject(new Error('asked')),
    });
    expect(environment.TF_CLI_CONFIG_FILE).to.equal(file);
  });

  it('drops a CLI configuration that is not there', async () => {
    const environment = await terraformEnvironment({
      environment: { TF_CLI_CONFIG_FILE: join(folder, 'missing') },
      folder,
      registryAnswers,
    });
    expect(environment).to.not.have.property('TF_CLI_CONFIG_FILE');
  });

  it('downloads the provider once, into the project, where the registry answers', async () => {
    const environment = await terraformEnvironment({ environment: {}, folder, registryAnswers });
    expect(environment.TF_PLUGIN_CACHE_DIR).to.equal(join(folder, 'plugin-cache'));
    expect(existsSync(join(folder, 'plugin-cache'))).to.equal(true);
    const own = join(folder, 'own cache');
    const kept = await terraformEnvironment({
      environment: { TF_PLUGIN_CACHE_DIR: own },
      folder,
      registryAnswers,
    });
    expect(kept.TF_PLUGIN_CACHE_DIR).to.equal(own);
  });

  describe('where the registry does not answer', () => {
    before(function () {
      if (existsSync(join(homedir(), '.terraformrc'))) {
        console.log('      skipped: ~/.terraformrc is used here instead');
        this.skip();
      }
    });

    const environmentWith = (
      mirrorPrefixes: readonly string[],
      environment = {},
    ): Promise<Record<string, string>> =>
      terraformEnvironment({ environment, folder, registryAnswers: registryIsSilent, mirrorPrefixes });

    it('uses a mirror that this machine has, whatever a missing CLI configuration was', async () => {
      const root = mirror('a/b/plugins', `5.100.0/${PLATFORM}`);
      const environment = await environmentWith([join(folder, 'nothing here'), folder], {
        TF_CLI_CONFIG_FILE: join(folder, 'missing'),
        TF_PLUGIN_CACHE_DIR: join(folder, 'cache'),
      });
      expect(readFileSync(environment.TF_CLI_CONFIG_FILE ?? '', 'utf8')).to.include(`"${root}"`);
      expect(environment).to.not.have.property('TF_PLUGIN_CACHE_DIR');
      expect(environment).to.include({ CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1' });
    });

    it('takes the mirror that has the provider for this platform, packed or not', async () => {
      mirror('1', '5.100.0/plan9_mips');
      mirror('2', `5.99.0/${PLATFORM}`);
      const root = mirror('3', '');
      writeFileSync(
        join(root, 'registry.terraform.io/hashicorp/aws', `terraform-provider-aws_6.25.0_${PLATFORM}.zip`),
        '',
      );
      const environment = await environmentWith([folder]);
      expect(readFileSync(environment.TF_CLI_CONFIG_FILE ?? '', 'utf8')).to.include(`"${root}"`);
    });

    it('leaves it to Terraform where there is a proxy, which only Terraform goes through', async () => {
      const environment = await environmentWith([folder], { HTTPS_PROXY: 'http://proxy:3128' });
      expect(environment).to.not.have.property('TF_CLI_CONFIG_FILE');
    });

    it('says what to do when there is no mirror either', async () => {
      const failure = await environmentWith([folder]).catch((error: unknown) => error);
      expect(String(failure))
        .to.match(/cannot get its AWS provider/)
        .and.to.match(/terraform providers mirror/);
    });
  });
});
