#!/usr/bin/env node
// In a clone it loads the TypeScript beside it, by tsx; installed, what was compiled of that.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
if (existsSync(new URL('./main.ts', import.meta.url))) {
  const { register } = await import('tsx/cjs/api');
  register();
  require('./main.ts');
} else {
  require('../dist/library/cli/main.js');
}
