import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../source-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'discern-main-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the program', () => {
  test('prints its version', async () => {
    expect(await discern(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test('prints one JSON value, and nothing else on standard output', async () => {
    const { code, stdout } = await discern(['backbones', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: 'efficientnet-lite2', default: true }));
  });

  test('gives 2 where it is misused', async () => {
    const { code, stdout, stderr } = await discern(['bakbones']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('backbones');
  });

  test('finds this machine fit, and leaves nothing behind but its own cache', async () => {
    const { code, stdout } = await discern(['doctor', '--json']);
    expect(code).toBe(0);
    const { checks } = JSON.parse(stdout);
    expect(checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([]);
    expect(readdirSync(join(folder, '.cache'))).toEqual(['discern']);
    expect(readdirSync(join(folder, '.cache', 'discern'))).toEqual([]);
  });

  test('ends quietly when its reader has enough', async () => {
    const { code, stderr } = await discern(['backbones', '--json'], { closeStdout: true });
    expect([code, stderr]).toEqual([0, '']);
  });
});

test('without a build the program says what to run', async () => {
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const program = join(folder, 'bin', 'discern.js');
  expect(await discern(['doctor'], { program })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('npm run setup'),
  });
  const { stdout } = await discern(['doctor', '--json'], { program });
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'not-found', todo: 'npm run setup' });
});

type Options = { readonly closeStdout?: boolean; readonly program?: string };

/** Runs the built program in a home of its own. */
function discern(
  argv: readonly string[],
  { closeStdout = false, program = join(root, 'bin', 'discern.js') }: Options = {},
) {
  const { XDG_CACHE_HOME, ORT_DISABLE_TELEMETRY, CI, ...environment } = process.env;
  const child = spawn(process.execPath, [program, ...argv], { env: { ...environment, HOME: folder } });
  if (closeStdout) child.stdout.destroy();
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part) => {
    output.stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part) => {
    output.stderr += part;
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...output })),
  );
}
