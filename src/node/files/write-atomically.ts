import { openAside } from './aside-file.ts';

/**
 * Writes a file so that its path always holds all of the old bytes or all of the new ones. It writes a file beside it,
 * flushes it, renames it, and flushes the folder. Makes missing folders, keeps the file's mode, and writes through
 * links. Throws `disk` where there is no room, and `no-permission`. (The packages write-file-atomic 6 and atomically 2
 * take a write that a full disk cut short for a complete one, and so replace good files by torn ones.)
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
