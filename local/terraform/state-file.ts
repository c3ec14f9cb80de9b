import { join } from 'node:path';

export interface StateFileProps {
  readonly stack: string;
  readonly stateFolder: string;
}

/** Where a stack that is deployed locally has its Terraform state. */
export function stateFile({ stack, stateFolder }: StateFileProps): string {
  return join(stateFolder, `terraform.${stack}.tfstate`);
}
