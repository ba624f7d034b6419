import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DiscernError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { errorCodeOf, fileError } from './file-error.ts';
import { holderIn, holderText, ourselves, standingOf } from './lock-holder.ts';
import { makeFolder } from './make-folder.ts';

/** Options of locking. */
export type LockOptions = {
  /** How long to wait for another process before giving up, default a minute. */
  readonly patienceMs?: number | undefined;
  /** Stops the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Receives, after a moment of waiting, which process we wait for. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** So often a holder touches its lock file, for processes that cannot see whether it runs. */
const beatMs = 300;
/**
 * A holder that has not touched its file for so long is gone. Our own clock measures it, whatever other clocks and file
 * times say.
 */
const silenceMs = 2500;
/** So long we wait without a warning. */
const shortWaitMs = 1000;

/**
 * Runs `work` while no other process runs work under the same lock file, whose folder is made where it is missing. The
 * file names its holder (see LockHolder). The lock is taken over from a holder that is gone; a holder on another
 * machine counts as running. Throws `busy` where the holder keeps the lock too long, `interrupted`, and what the file
 * system throws.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const text = await acquire(path, options);
  const beat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => undefined), beatMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await textOf(path).catch(() => null)) === text) await rm(path, { force: true });
  }
}

/** Takes the lock. Gives the text of our lock file. */
async function acquire(path: string, { patienceMs = 60_000, signal, warn }: LockOptions): Promise<string> {
  const begun = performance.now();
  const text = holderText(ourselves());
  let hasWarned = warn === undefined;
  await makePlace(dirname(path));
  while (!(await created(path, text))) {
    throwIfAborted(signal);
    const holder = await textOf(path);
    const waitedMs = performance.now() - begun;
    if (holder !== null && (await isLeftBehind(path, holder))) await clear(path, holder);
    else if (waitedMs >= patienceMs) throw busy(path, holder ?? '');
    else await setTimeout(20 + 30 * Math.random());
    if (hasWarned || holder === null || waitedMs < shortWaitMs) continue;
    hasWarned = true;
    warn?.(`waiting for ${holderInWords(holder)}; if there is no such process, remove ${path}`);
  }
  return text;
}

async function makePlace(path: string): Promise<void> {
  await makeFolder(path).catch((thrown: unknown) => {
    throw fileError(thrown, path);
  });
}

async function created(path: string, text: string): Promise<boolean> {
  const handle = await open(path, 'wx').catch((thrown: unknown) => {
    if (errorCodeOf(thrown) === 'EEXIST') return null;
    throw fileError(thrown, path);
  });
  if (handle === null) return false;
  try {
    await writeFile(handle, text);
    return true;
  } catch (thrown) {
    await rm(path, { force: true });
    throw fileError(thrown, path);
  } finally {
    await handle.close();
  }
}

/** The text of the lock file; null where it is gone. Throws where it cannot be read, or is no lock file. */
async function textOf(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) throw notALock(path);
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'ENOENT') return null;
    throw fileError(thrown, path);
  }
}

async function isLeftBehind(path: string, text: string): Promise<boolean> {
  const holder = holderIn(text);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  const standing = holder === null ? 'unclear' : standingOf(holder, ourselves(), mtimeMs);
  return standing === 'gone' || (standing === 'unclear' && (await isSilent(path, text)));
}

/** Whether nobody touches a lock file for a while. It is opened each time, so that a network's disk is asked anew. */
async function isSilent(path: string, text: string): Promise<boolean> {
  const first = await lastBeat(path);
  for (const begun = performance.now(); performance.now() - begun < silenceMs; await setTimeout(beatMs)) {
    if ((await lastBeat(path)) !== first || (await textOf(path)) !== text) return false;
  }
  return true;
}

async function lastBeat(path: string): Promise<number | null> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return null;
  try {
    return (await handle.stat()).mtimeMs;
  } finally {
    await handle.close();
  }
}

/**
 * Removes the lock file of a holder that is gone. Where another process has done so and taken the lock meanwhile, its
 * file is put back.
 */
async function clear(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch((thrown: unknown) => {
    if (errorCodeOf(thrown) !== 'ENOENT') throw fileError(thrown, path);
  });
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved !== text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function holderInWords(text: string): string {
  const holder = holderIn(text);
  return holder === null ? 'a process that has not said who it is' : `process ${holder.pid} on ${holder.host}`;
}

function busy(path: string, text: string): DiscernError {
  return new DiscernError('busy', `another process is changing ${dirname(path)}`, {
    given: `${path}, held by ${holderInWords(text)}`,
    expected: 'no other process that changes it',
    todo: `wait for it and repeat; if there is no such process, remove ${path}`,
  });
}

function notALock(path: string): DiscernError {
  return new DiscernError('disk', `${path} is in the way of a lock file`, {
    given: path,
    expected: 'a lock file, or nothing at this path',
    todo: `remove ${path}`,
  });
}
