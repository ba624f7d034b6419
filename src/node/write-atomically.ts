import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './file-error.ts';

/**
 * Writes a file so that, whatever happens meanwhile, its path holds the old bytes or the new ones: into a file beside
 * it, flushed, renamed; then the folder is flushed. Makes folders that are missing, keeps the file's mode, and writes
 * through links. Throws `disk` where there is no room and `no-permission`. (The packages write-file-atomic 6 and
 * atomically 2 take a write that a full disk cut short for a whole one, and so replace good files by torn ones.)
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await replace(await realpath(path).catch(() => path), bytes);
  } catch (thrown) {
    throw fileError(thrown, path);
  }
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}.writing`;
  try {
    await writeThrough(beside, bytes, await modeOf(path));
    await rename(beside, path);
  } catch (thrown) {
    await rm(beside, { force: true });
    throw thrown;
  }
  await flushFolder(dirname(path));
}

async function writeThrough(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function modeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => 0o666,
  );
}

/** Makes a rename last through a loss of power. Some systems cannot flush a folder: there the rename has to do. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
