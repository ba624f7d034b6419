import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import { fileError } from '../files/file-error.ts';
import { withLock } from '../files/file-lock.ts';
import { makeFolder } from '../files/make-folder.ts';
import { requireRoomForFolder } from '../files/out-place.ts';

/** Where training keeps its work while it runs: activations, decoded pictures and checkpoints. */
export type WorkingFolder = {
  /** Absolute. */
  readonly path: string;
  /** Whether an earlier run left something here that this one goes on with. */
  readonly resumed: boolean;
};

/** Options of working in a folder. */
export type WorkingFolderOptions = {
  /** Goes on with what an earlier run has left; else begins anew. */
  readonly resume: boolean;
  /** Called where beginning anew gives up what an earlier run has left. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** What lies under the root: a folder for each output, named by its hash, and the lock beside it. */
const ownName = /^[0-9a-f]{16}(\.lock)?$/;
const nameDigits = 16;

/** After this time a run that was left is not resumed any more: one week. */
const forgottenAfterMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Does `work` in the folder that belongs to the file `out`, under `root`. It is removed when the work is done,
 * and stays where it was interrupted, killed or failed, to be resumed. What other runs left long ago is removed.
 * Throws `busy` where another process trains for the same file, `not-found` where there is nothing to resume.
 */
export async function inWorkingFolder<Result>(
  root: string,
  out: string,
  { resume, warn }: WorkingFolderOptions,
  work: (folder: WorkingFolder) => Promise<Result>,
): Promise<Result> {
  const name = (await sha256(new TextEncoder().encode(resolve(out)))).slice(0, nameDigits);
  const path = join(root, name);
  await removeForgotten(root, name);
  return withLock(
    `${path}.lock`,
    async () => {
      const present = await isThere(path);
      if (resume && !present) throw nothingToResume(out);
      if (present && !resume) await beginAnew(path, out, warn);
      await made(path);
      return removedAfter(path, work({ path, resumed: resume }));
    },
    { patienceMs: 0 },
  );
}

async function beginAnew(path: string, out: string, warn: WorkingFolderOptions['warn']): Promise<void> {
  const left = await readdir(path).catch((): string[] => []);
  if (left.length > 0) warn?.(`an earlier training of ${out} had not ended: it is given up, as --resume was not given`);
  await remove(path);
}

/**
 * The folder to work under: the one wished for, or, with a warning where that takes no files, one among the system's
 * temporary files.
 */
export async function usableRoot(wished: string | undefined, warn: WorkingFolderOptions['warn']): Promise<string> {
  const temporary = join(tmpdir(), 'discern-training');
  if (wished === undefined) return temporary;
  try {
    await makeFolder(wished);
    await requireRoomForFolder(wished);
    return wished;
  } catch (thrown) {
    warn?.(`training keeps its work in ${temporary}: ${fileError(thrown, wished).message}`);
    return temporary;
  }
}

/** Removes the folder after success. After a failure the work stays, to be resumed; an empty folder is removed. */
async function removedAfter<Result>(path: string, working: Promise<Result>): Promise<Result> {
  const result = await working.catch(async (thrown: unknown) => {
    await rmdir(path).catch(() => undefined);
    throw thrown;
  });
  await remove(path);
  return result;
}

/** Removes folders that earlier runs have left long ago, but none that is in use or cannot be removed. */
async function removeForgotten(root: string, own: string): Promise<void> {
  const names = await readdir(root).catch((): string[] => []);
  const left = new Set(names.filter((name) => ownName.test(name)).map((name) => name.slice(0, nameDigits)));
  left.delete(own);
  for (const path of [...left].map((name) => join(root, name))) {
    if (Date.now() - (await lastTouched(path)) <= forgottenAfterMs) continue;
    await withLock(`${path}.lock`, () => remove(path), { patienceMs: 0 }).catch(() => undefined);
  }
}

/** When a folder, its lock or anything in it was last written, as far as is known. */
async function lastTouched(path: string): Promise<number> {
  const inside = await readdir(path).catch((): string[] => []);
  const places = [path, `${path}.lock`, ...inside.map((name) => join(path, name))];
  const times = await Promise.all(places.map((each) => stat(each).catch(() => null)));
  return Math.max(0, ...times.map((found) => found?.mtimeMs ?? 0));
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

async function made(path: string): Promise<void> {
  await makeFolder(path).catch((thrown: unknown) => {
    throw fileError(thrown, path);
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Waits for something of an earlier run to be read. Throws `nothingToResume` where it is not there. */
export async function leftBehind<Read>(reading: Promise<Read>, out: string): Promise<Read> {
  return reading.catch((thrown: unknown) => {
    throw thrown instanceof DiscernError && thrown.code === 'not-found' ? nothingToResume(out) : thrown;
  });
}

/** What is thrown where no earlier run has left anything to go on with. */
export function nothingToResume(out: string, reason?: string, cause?: unknown): DiscernError {
  const parts = {
    given: `--resume --out ${out}`,
    expected: 'a training of that file that did not end, less than a week ago',
    todo: 'begin anew: leave --resume out',
  };
  const why = reason === undefined ? '' : `: ${reason}`;
  return new DiscernError('not-found', `there is no unfinished training of ${out}${why}`, parts, cause);
}
