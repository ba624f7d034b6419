import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Free to this user on the disk of the folder, or of the nearest folder around it that is there. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return freeBytes(dirname(folder));
  }
}
