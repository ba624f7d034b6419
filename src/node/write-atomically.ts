import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './file-error.ts';

/**
 * Writes a file so that, whatever happens meanwhile, its path holds the old bytes or the new ones: into a file beside
 * it, flushed, renamed; then the folder is flushed. Makes the folder where it is missing. Throws `disk` where there is no room, `no-permission`.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    await flushFolder(dirname(path));
  } catch (thrown) {
    throw fileError(thrown, path);
  }
}

/** Makes a rename last through a loss of power. Some systems cannot flush a folder: there the rename has to do. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
