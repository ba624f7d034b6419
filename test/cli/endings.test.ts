// @module-tag slow
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DiscernError } from '../../src/base/error.ts';
import type { Loss } from '../../src/cli/context.ts';
import { run } from '../../src/cli/run.ts';
import { root } from '../source-files.ts';
import { memoryWorld } from './memory-world.ts';
import { json, sharedFolder, tinyNetwork, writeClasses } from './tiny-pictures.ts';

const at = sharedFolder(async (folder) => {
  await writeClasses(join(folder, 'data'), 6);
  await json(['fit', join(folder, 'data'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
});

const isPosix = process.platform !== 'win32';

/** A world whose standard output takes nothing after its first text. */
function worldThatLoses(isReaderGone: boolean) {
  const world = memoryWorld();
  const parts = { given: 'standard output', expected: 'free space', todo: 'free some' };
  const loss: Loss = { isReaderGone, error: new DiscernError('disk', 'standard output is full', parts) };
  const lost = () => (world.printed() === '' ? null : loss);
  return { ...world, stdout: { ...world.stdout, lost } };
}

describe('standard output that takes no more', () => {
  test('because its reader has left ends the recognising early, and is no failure', async () => {
    const world = worldThatLoses(true);
    expect(await run(['predict', at('bundle'), at('data'), '--no-cache', '--threads', '1'], world)).toBe(0);
    expect(world.printed().trim().split('\n')).toHaveLength(1);
  });

  test('costs no file that is written besides', async () => {
    const argv = ['predict', at('bundle'), at('data'), '--csv', at('left.csv'), '--no-cache', '--threads', '1'];
    expect(await run(argv, worldThatLoses(true))).toBe(0);
    expect(readFileSync(at('left.csv'), 'utf8').trim().split('\n')).toHaveLength(25);
  });

  test.each([['--version'], ['gallery', 'BUNDLE'], ['gallery', 'BUNDLE', '--json']])(
    'otherwise fails: %s %s',
    async (...words) => {
      const world = worldThatLoses(false);
      expect(
        await run(
          words.map((word) => (word === 'BUNDLE' ? at('bundle') : word)),
          world,
        ),
      ).toBe(1);
      expect(world.reported()).toContain('standard output is full');
    },
  );
});

/** The built program, in a folder of its own, as a process. */
function program(argv: readonly string[], stdout: 'pipe' | number = 'pipe'): ChildProcess {
  const env = { ...process.env, XDG_CACHE_HOME: at('caches') };
  return spawn(process.execPath, [join(root, 'bin', 'discern.js'), ...argv], {
    env,
    cwd: at(),
    stdio: ['pipe', stdout, 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly reported: string }> {
  let reported = '';
  child.stderr?.setEncoding('utf8').on('data', (part) => {
    reported += part;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, reported })));
}

const beside = () => readdirSync(at()).filter((name) => name.endsWith('.writing') || name.endsWith('.lock'));

describe('a process', () => {
  test.runIf(existsSync('/dev/full'))('says that its output finds no room', async () => {
    const full = openSync('/dev/full', 'w');
    const { code, reported } = await ended(program(['--version'], full));
    expect([code, reported]).toEqual([
      1,
      expect.stringContaining('standard output cannot be written: the disk is full'),
    ]);
  });

  test.runIf(isPosix)('finishes its file when the reader of its output leaves', async () => {
    const child = program(['predict', at('bundle'), at('data'), '--csv', at('whole.csv'), '--no-cache']);
    child.stdout?.destroy();
    expect((await ended(child)).code).toBe(0);
    expect(readFileSync(at('whole.csv'), 'utf8').trim().split('\n')).toHaveLength(25);
    expect(beside()).toEqual([]);
  });

  test.runIf(isPosix).each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('that gets %s stops with %i, and leaves nothing behind', async (signal, expected) => {
    const child = program(['predict', at('bundle'), '--list', '-', '--csv', at('never.csv'), '--no-cache']);
    child.stdin?.write(`${at('data', 'red', '0.png')}\n`);
    child.stdout?.once('data', () => child.kill(signal));
    const { code, reported } = await ended(child);
    expect([code, reported]).toEqual([expected, expect.stringContaining('interrupted')]);
    expect([existsSync(at('never.csv')), beside()]).toEqual([false, []]);
  });
});
