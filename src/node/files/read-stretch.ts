import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLfsPointer, lfsPointerError } from '../../base/lfs-pointer.ts';
import type { ByteRange } from '../../graph/proto/external-data.ts';
import { fileError } from './file-error.ts';

/** Files of Git LFS that only point to the content are smaller than this. */
const mostPointerBytes = 1024;
const weights = 'the weights of a model';

/**
 * Reads byte ranges of the files in a folder, and nothing else of them; fewer bytes where a file ends early. Throws the
 * fileError of a file that cannot be read.
 */
export function readStretchIn(folder: string): (stretch: ByteRange) => Promise<Uint8Array> {
  return async ({ location, offset, length = Number.POSITIVE_INFINITY }) => {
    const path = join(folder, location);
    const file = await open(path).catch((error: unknown) => {
      throw fileError(error, path);
    });
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, offset);
      if (size < mostPointerBytes && isLfsPointer(await readFile(path)))
        throw lfsPointerError('bad-model', path, weights);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  };
}
