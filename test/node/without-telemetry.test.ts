import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../source-files.ts';

test('a model is loaded without leaving anything in the home or the current folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'discern-home-'));
  try {
    const { CI, ORT_DISABLE_TELEMETRY, XDG_CACHE_HOME, ...environment } = process.env;
    const program = [
      `const { nodeRuntime } = await import('${join(root, 'dist/src/node/runtime.js')}');`,
      `const { readFile } = await import('node:fs/promises');`,
      `await (await nodeRuntime.load(await readFile('${join(root, 'models/efficientnet-lite0.onnx')}'))).dispose();`,
      `console.log('loaded');`,
    ].join('\n');
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: folder,
      env: { ...environment, HOME: folder },
      encoding: 'utf8',
    });
    expect(run.stdout).toBe('loaded\n');
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
