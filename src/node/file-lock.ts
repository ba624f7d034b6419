import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DiscernError } from '../base/error.ts';
import { errorCodeOf, fileError } from './file-error.ts';

/** Options of locking. */
export type LockOptions = {
  /** How long to wait for another process before giving up, default a minute. */
  readonly patienceMs?: number;
};

/** A lock file is written in one go right after it is made: one still empty after this long lost its maker. */
const longestWriteMs = 5000;

/**
 * Does `work` while no other process does work under the same lock file, whose folder is made where it is missing.
 * The file says who holds it; one whose holder has died on this machine is taken over. Throws `busy` where the holder
 * outlasts our patience, and what the file system throws.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  await acquire(path, options);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, { patienceMs = 60_000 }: LockOptions): Promise<void> {
  const deadline = Date.now() + patienceMs;
  await makeFolder(dirname(path));
  while (!(await created(path))) {
    const holder = await readFile(path, 'utf8').catch(() => null);
    if (holder !== null && (await isLeftBehind(path, holder))) await clear(path, holder);
    else if (Date.now() >= deadline) throw busy(path, holder ?? '');
    else await setTimeout(20 + 30 * Math.random());
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((thrown: unknown) => {
    throw fileError(thrown, path);
  });
}

async function created(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid} ${hostname()} ${randomUUID()}`, { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'EEXIST') return false;
    throw fileError(thrown, path);
  }
}

async function isLeftBehind(path: string, holder: string): Promise<boolean> {
  const [pid, host] = holder.split(' ');
  if (holder !== '') return host === hostname() && !isAlive(Number(pid));
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  return Date.now() - mtimeMs > longestWriteMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errorCodeOf(thrown) !== 'ESRCH';
  }
}

/** Removes a dead holder's file. Where another process has meanwhile done so and locked, its file is put back. */
async function clear(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => holder);
  if (moved !== holder) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function busy(path: string, holder: string): DiscernError {
  const [pid, host] = holder.split(' ');
  return new DiscernError('busy', `another process is changing ${dirname(path)}`, {
    given: `${path}, held by process ${pid} on ${host}`,
    expected: 'the other process to end',
    todo: `wait for it and repeat; if there is no such process, remove ${path}`,
  });
}
