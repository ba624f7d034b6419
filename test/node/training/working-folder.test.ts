import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DiscernError } from '../../../src/base/error.ts';
import { inWorkingFolder } from '../../../src/node/training/working-folder.ts';

const root = join(mkdtempSync(join(tmpdir(), 'discern-working-')), 'training');
afterAll(() => rmSync(join(root, '..'), { recursive: true, force: true }));

const fresh = { resume: false };
const resume = { resume: true };
const failing =
  (code: 'interrupted' | 'disk') =>
  async ({ path }: { readonly path: string }) => {
    writeFileSync(join(path, 'state'), code);
    throw new DiscernError(code, code, { given: '', expected: '', todo: '' });
  };

describe('the working folder', () => {
  test('is gone after the work, and after its failure', async () => {
    const path = await inWorkingFolder(root, 'a.onnx', fresh, async (folder) => {
      expect(existsSync(folder.path)).toBe(true);
      return folder.path;
    });
    expect(existsSync(path)).toBe(false);
    await expect(inWorkingFolder(root, 'a.onnx', fresh, failing('disk'))).rejects.toMatchObject({ code: 'disk' });
    expect(existsSync(path)).toBe(false);
  });

  test('stays where the work was interrupted, and is found again by --resume alone', async () => {
    const interrupted = inWorkingFolder(root, 'b.onnx', fresh, failing('interrupted'));
    await expect(interrupted).rejects.toMatchObject({ code: 'interrupted' });
    const found = await inWorkingFolder(root, 'b.onnx', resume, async ({ path, resumed }) => {
      return { resumed, state: existsSync(join(path, 'state')) };
    });
    expect(found).toEqual({ resumed: true, state: true });
    await expect(inWorkingFolder(root, 'b.onnx', fresh, failing('interrupted'))).rejects.toThrow();
    const anew = await inWorkingFolder(root, 'b.onnx', fresh, async ({ path }) => existsSync(join(path, 'state')));
    expect(anew).toBe(false);
  });

  test('refuses to resume what was never begun', async () => {
    const resumed = inWorkingFolder(root, 'c.onnx', resume, async () => 0);
    await expect(resumed).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is not shared', async () => {
    await inWorkingFolder(root, 'd.onnx', fresh, async () => {
      await expect(inWorkingFolder(root, 'd.onnx', fresh, async () => 0)).rejects.toMatchObject({ code: 'busy' });
    });
  });

  test('of others is removed once it is forgotten', async () => {
    for (const [name, days] of [
      ['old', 8],
      ['new', 6],
    ] as const) {
      mkdirSync(join(root, name), { recursive: true });
      writeFileSync(join(root, name, 'state'), '');
      const time = Date.now() / 1000 - days * 24 * 3600;
      for (const path of [join(root, name, 'state'), join(root, name)]) utimesSync(path, time, time);
    }
    await inWorkingFolder(root, 'e.onnx', fresh, async () => 0);
    expect([existsSync(join(root, 'old')), existsSync(join(root, 'new'))]).toEqual([false, true]);
  });
});
