import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withLock } from '../../src/node/files/file-lock.ts';
import { holderIn, holderText, ourselves, standingOf } from '../../src/node/files/lock-holder.ts';
import { temporaryFolder } from './folder.ts';

/** A process that is sure not to run any more. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

/** Takes a lock that somebody has left, within so long. */
async function taken(text: string, patienceMs = 0): Promise<boolean> {
  const lock = join(temporaryFolder(), 'lock');
  await writeFile(lock, text);
  return withLock(lock, async () => true, { patienceMs });
}

const busy = expect.objectContaining({ code: 'busy' });
const us = ourselves();
const onLinux = process.platform === 'linux';

describe('a lock', () => {
  test('is ours while we work, and gone afterwards', async () => {
    const lock = join(temporaryFolder(), 'new', 'lock');
    await withLock(lock, async () => {
      expect(holderIn(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
      await expect(withLock(lock, async () => 0, { patienceMs: 0 })).rejects.toThrow(busy);
    });
    expect(await readdir(join(lock, '..'))).toEqual([]);
  });

  test('that another has taken meanwhile is left to it', async () => {
    const lock = join(temporaryFolder(), 'lock');
    await withLock(lock, () => writeFile(lock, 'of another'));
    expect(await readFile(lock, 'utf8')).toBe('of another');
  });

  test('in whose place a folder lies is an error that says what to remove', async () => {
    const lock = join(temporaryFolder(), 'lock');
    await mkdir(lock);
    await expect(withLock(lock, async () => 0)).rejects.toMatchObject({ todo: `remove ${lock}` });
  });

  test('is waited for with a word on whom, and the waiting can be ended', async () => {
    const lock = join(temporaryFolder(), 'lock');
    await writeFile(lock, `7 ${hostname()}-other token`);
    const stop = new AbortController();
    const reported: string[] = [];
    const warn = (message: string) => {
      reported.push(message);
      stop.abort();
    };
    const waiting = withLock(lock, async () => 0, { warn, signal: stop.signal });
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
    expect(reported).toEqual([
      `waiting for process 7 on ${hostname()}-other; if there is no such process, remove ${lock}`,
    ]);
    expect(existsSync(lock)).toBe(true);
  });
});

describe('is taken over at once', () => {
  test('from a process that has ended', async () => {
    expect(await taken(holderText({ ...us, pid: deadPid() }))).toBe(true);
    expect(await taken(`${deadPid()} ${hostname()} token`)).toBe(true);
  });

  test.runIf(onLinux)('from a process that has ended and that its parent has not asked for', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [pid] = await once(parent.stdout, 'data');
      await expect.poll(() => readFileSync(`/proc/${Number(pid)}/stat`, 'utf8')).toContain(' Z ');
      expect(await taken(`${Number(pid)} ${hostname()} token`)).toBe(true);
    } finally {
      parent.kill();
    }
  });

  test.runIf(onLinux)('from an earlier process with our own id', async () => {
    expect(await taken(`${process.pid} ${hostname()} 0`)).toBe(true);
    expect(await taken(holderText({ ...us, started: '1' }))).toBe(true);
  });

  test.runIf(onLinux)('from an earlier process whose id another has now', async () => {
    const other = spawn('sleep', ['60']);
    try {
      const pid = other.pid ?? 0;
      expect(await taken(holderText({ ...us, pid, started: '1' }))).toBe(true);
      const young = { ...us, pid, boot: null };
      expect(standingOf(young, us, Date.now() - 3_600_000)).toBe('gone');
      expect(standingOf(young, us, Date.now())).toBe('running');
    } finally {
      other.kill();
    }
  });
});

test('is taken over after a moment of silence where nobody can see whether its holder runs', async () => {
  const texts = ['', 'x\0y'.repeat(50)];
  if (onLinux) {
    // Before this machine was started, and in another container of it.
    texts.push(holderText({ ...us, boot: 'another-start' }));
    texts.push(holderText({ ...us, namespace: 'pid:[1]', host: 'another-container' }));
  }
  expect(await Promise.all(texts.map((text) => taken(text)))).toEqual(texts.map(() => true));
});

test.runIf(onLinux)('is not taken from another container that shows that it runs', async () => {
  const lock = join(temporaryFolder(), 'lock');
  await withLock(lock, async () => {
    await writeFile(lock, holderText({ ...us, namespace: 'pid:[1]' }));
    await expect(withLock(lock, async () => 0, { patienceMs: 0 })).rejects.toThrow(busy);
  });
});

test('one of another machine is believed', async () => {
  await expect(taken(`${deadPid()} another-machine token`)).rejects.toThrow(busy);
  await expect(taken(holderText({ ...us, host: 'another-machine', boot: 'another-start' }))).rejects.toThrow(busy);
});
