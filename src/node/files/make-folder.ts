import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCodeOf } from './file-error.ts';

/**
 * Makes a folder and the missing folders above it. Throws the system's error. (Node's own `recursive` never ends where
 * the system says that an existing folder does not exist, as /proc does.)
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (thrown) {
    const code = errorCodeOf(thrown);
    if (code === 'ENOENT' && dirname(path) !== path) return makeWithin(path);
    // Some systems give another code for a root or a mount point.
    if (!(await isFolder(path))) throw thrown;
  }
}

async function makeWithin(path: string): Promise<void> {
  await makeFolder(dirname(path));
  await mkdir(path).catch(async (thrown: unknown) => {
    if (!(await isFolder(path))) throw thrown;
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
