#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const main = new URL('../dist/src/cli/main.js', import.meta.url);

if (existsSync(main)) {
  module.enableCompileCache?.();
  await import(main.href);
} else {
  reportMissingBuild();
}

function reportMissingBuild() {
  const error = {
    code: 'not-found',
    message: 'Discern is not built yet',
    given: 'a copy of the sources without dist/',
    expected: 'the built files in dist/',
    todo: 'npm run setup',
  };
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error }, null, 2));
  else console.error(`discern: ${error.message}\n  to do: ${error.todo}`);
  process.exitCode = 1;
}
