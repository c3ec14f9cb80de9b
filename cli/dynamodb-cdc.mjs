#!/usr/bin/env node
// Loads the TypeScript beside it, with tsx.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./main.ts');
