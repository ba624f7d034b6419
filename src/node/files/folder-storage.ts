import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { byCodePoint } from '../../base/hash.ts';
import type { Storage } from '../../base/storage.ts';
import { fileError } from './file-error.ts';
import { readFile } from './files.ts';
import { flushFolder } from './flush-folder.ts';
import { walkFolder } from './walk-folder.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Named bytes as files in a folder, which need not exist before the first write. Hidden files are not listed. A name
 * that leads out of the folder, as in a forged bundle, throws `bad-bundle`.
 */
export function folderStorage(root: string): Storage {
  return {
    list: () => namesIn(root),
    read: async (name) => readFile(pathOf(root, name)),
    write: async (name, bytes) => writeAtomically(pathOf(root, name), bytes),
    remove: async (name) => remove(root, pathOf(root, name)),
  };
}

async function namesIn(root: string): Promise<string[]> {
  try {
    return (await walkFolder(root)).files.toSorted(byCodePoint);
  } catch (thrown) {
    if (thrown instanceof DiscernError && thrown.code === 'not-found') return [];
    throw thrown;
  }
}

async function remove(root: string, path: string): Promise<void> {
  try {
    await rm(path, { force: true });
    await flushFolder(root);
  } catch (thrown) {
    throw fileError(thrown, path);
  }
}

function pathOf(root: string, name: string): string {
  const steps = name.split(/[\\/]/);
  if (!steps.some((step) => step === '' || step === '.' || step === '..' || step.includes(':')))
    return join(root, name);
  throw new DiscernError('bad-bundle', `${name} is not the name of a part`, {
    given: name,
    expected: 'a name inside the folder',
    todo: 'do not trust this bundle: get it again from its maker',
  });
}
