import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DiscernError } from '../../../src/base/error.ts';
import { holderText, ourselves } from '../../../src/node/files/lock-holder.ts';
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
  test('is gone after the work, and after a failure that left nothing', async () => {
    const path = await inWorkingFolder(root, 'a.onnx', fresh, async (folder) => {
      expect(existsSync(folder.path)).toBe(true);
      return folder.path;
    });
    expect(existsSync(path)).toBe(false);
    const refused = inWorkingFolder(root, 'a.onnx', fresh, async () => Promise.reject(new Error('refused')));
    await expect(refused).rejects.toThrow('refused');
    expect(existsSync(path)).toBe(false);
  });

  test.each(['interrupted', 'disk'] as const)(
    'stays where the work ended by %s, also when resuming fails, and is found again by --resume alone',
    async (code) => {
      const stopped = inWorkingFolder(root, 'b.onnx', fresh, failing(code));
      await expect(stopped).rejects.toMatchObject({ code });
      const refused = inWorkingFolder(root, 'b.onnx', resume, async () => Promise.reject(new Error('other data')));
      await expect(refused).rejects.toThrow('other data');
      const found = await inWorkingFolder(root, 'b.onnx', resume, async ({ path, resumed }) => {
        return { resumed, state: readFileSync(join(path, 'state'), 'utf8') };
      });
      expect(found).toEqual({ resumed: true, state: code });
    },
  );

  test('is emptied by a run that begins anew, which says so', async () => {
    const reported: string[] = [];
    const options = { ...fresh, warn: (message: string) => void reported.push(message) };
    await expect(inWorkingFolder(root, 'f.onnx', options, failing('interrupted'))).rejects.toThrow();
    expect(reported).toEqual([]);
    const anew = await inWorkingFolder(root, 'f.onnx', options, async ({ path }) => existsSync(join(path, 'state')));
    expect(anew).toBe(false);
    expect(reported).toEqual([expect.stringContaining('f.onnx')]);
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

  test('of others is removed once it is forgotten, and nothing else that lies there', async () => {
    const [old, recent, locked, lone] = ['0', '1', '2', '3'].map((digit) => digit.repeat(16));
    for (const name of [old, recent, locked, 'photos', `${old}.bak`]) mkdirSync(join(root, name), { recursive: true });
    const alive = holderText(ourselves());
    const files = [join(old, 'state'), join(recent, 'state'), join(locked, 'state'), 'a.txt', `${locked}.lock`];
    for (const name of [...files, `${lone}.lock`]) writeFileSync(join(root, name), alive);
    writeFileSync(join(root, `${lone}.lock`), `${2 ** 22 + 1} ${hostname()} gone`);
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).reverse()) {
      const time = Date.now() / 1000 - (name.startsWith(recent) ? 6 : 8) * 24 * 3600;
      utimesSync(join(root, name), time, time);
    }
    await inWorkingFolder(root, 'e.onnx', fresh, async () => 0);
    expect(readdirSync(root).sort()).toEqual([`${old}.bak`, recent, locked, `${locked}.lock`, 'a.txt', 'photos']);
  });
});
