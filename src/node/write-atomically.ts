import { openAside } from './aside-file.ts';

/**
 * Writes a file so that, whatever happens meanwhile, its path holds the old bytes or the new ones: into a file beside
 * it, flushed, renamed; then the folder is flushed. Makes folders that are missing, keeps the file's mode, and writes
 * through links. Throws `disk` where there is no room and `no-permission`. (The packages write-file-atomic 6 and
 * atomically 2 take a write that a full disk cut short for a whole one, and so replace good files by torn ones.)
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const file = await openAside(path);
  try {
    await file.append(bytes);
    await file.commit();
  } finally {
    await file.abandon();
  }
}
