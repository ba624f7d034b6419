import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import { fileError } from '../file-error.ts';
import { withLock } from '../file-lock.ts';

/** Where training keeps what it can make again but not at once: activations, and how far it has come. */
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
};

/** Left behind for so long, nobody comes back for it. */
const forgottenAfterMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Does `work` in the folder that belongs to the file `out`, under `root`. It is removed when the work is done or has
 * failed, and stays where it was interrupted or killed, to be resumed. What other runs left long ago is removed.
 * Throws `busy` where another process trains for the same file, `not-found` where there is nothing to resume.
 */
export async function inWorkingFolder<Result>(
  root: string,
  out: string,
  { resume }: WorkingFolderOptions,
  work: (folder: WorkingFolder) => Promise<Result>,
): Promise<Result> {
  const name = (await sha256(new TextEncoder().encode(resolve(out)))).slice(0, 16);
  const path = join(root, name);
  await removeForgotten(root, name);
  return withLock(
    `${path}.lock`,
    async () => {
      const present = await isThere(path);
      if (resume && !present) throw nothingToResume(out);
      if (!resume) await rm(path, { recursive: true, force: true });
      await made(path);
      return removedAfter(path, work({ path, resumed: resume }));
    },
    { patienceMs: 0 },
  );
}

async function removedAfter<Result>(path: string, working: Promise<Result>): Promise<Result> {
  const remove = () => rm(path, { recursive: true, force: true });
  const result = await working.catch(async (thrown: unknown) => {
    const interrupted = thrown instanceof DiscernError && thrown.code === 'interrupted';
    if (!interrupted) await remove();
    throw thrown;
  });
  await remove();
  return result;
}

async function removeForgotten(root: string, own: string): Promise<void> {
  const names = await readdir(root).catch((): string[] => []);
  for (const name of names.filter((each) => !each.startsWith(own))) {
    const path = join(root, name);
    if (Date.now() - (await lastTouched(path)) > forgottenAfterMs) await rm(path, { recursive: true, force: true });
  }
}

/** When anything in a folder was last written; now, where that cannot be told. */
async function lastTouched(path: string): Promise<number> {
  const inside = await readdir(path).catch((): string[] => []);
  const times = await Promise.all(
    [path, ...inside.map((name) => join(path, name))].map((each) =>
      stat(each).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ),
    ),
  );
  return Math.max(...times);
}

async function made(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((thrown: unknown) => {
    throw fileError(thrown, path);
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** What is thrown where no earlier run has left anything to go on with. */
export function nothingToResume(out: string): DiscernError {
  return new DiscernError('not-found', `there is no interrupted training of ${out}`, {
    given: `--resume --out ${out}`,
    expected: 'a training of that file that was interrupted or killed less than a week ago',
    todo: 'begin anew: leave --resume out',
  });
}
