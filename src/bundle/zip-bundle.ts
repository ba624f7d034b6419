import { unzipSync, zipSync } from 'fflate';
import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { isLfsPointer, lfsPointerError } from '../base/lfs-pointer.ts';
import type { Storage } from '../base/storage.ts';
import { noBundle } from './bad-bundle.ts';
import type { Bundle } from './bundle.ts';
import { manifestBytes, manifestName } from './manifest.ts';
import { memoryStorage } from './memory-storage.ts';
import { type OpenOptions, openBundle } from './open-bundle.ts';
import { pack } from './pack.ts';

/** The largest size that the zip format without extensions can hold. */
const mostBytes = 2 ** 32 - 1;

/**
 * A bundle as one zip, a `.discern` file, with the files that its folder would hold. They are stored, not compressed,
 * as weights hardly shrink. Equal bundles give equal bytes. Throws `too-large` for 4 GB and more: save it as a folder.
 */
export async function zipBundle(bundle: Bundle): Promise<Uint8Array> {
  const { manifest, parts } = await pack(bundle);
  const total = [...parts.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (total > mostBytes - 1e6) throw tooLarge(total);
  // A zip holds local time: we always write its earliest time, in every time zone.
  const mtime = new Date(1980, 0, 1);
  const files = [...parts].sort(([a], [b]) => byCodePoint(a, b));
  return zipSync({ [manifestName]: manifestBytes(manifest), ...Object.fromEntries(files) }, { level: 0, mtime });
}

/** Opens a bundle from the bytes of a `.discern` file, with all that openBundle checks. Throws `bad-bundle`. */
export async function unzipBundle(bytes: Uint8Array, options: OpenOptions = {}): Promise<Bundle> {
  return openBundle(zippedStorage(bytes, options.name), { name: 'the file', ...options });
}

/** The parts in the bytes of a `.discern` file; `name` is what errors call it. Throws `bad-bundle`. */
export function zippedStorage(bytes: Uint8Array, name = 'the file'): Storage {
  return memoryStorage(unzipped(bytes, name));
}

function unzipped(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  if (isLfsPointer(bytes)) throw lfsPointerError('bad-bundle', name, 'a bundle');
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw noBundle(name, 'it is not a whole zip', cause);
  }
}

function tooLarge(bytes: number): DiscernError {
  return new DiscernError('too-large', 'the bundle is too large for one file', {
    given: `${(bytes / 1e9).toFixed(1)} GB`,
    expected: 'less than 4 GB, to which a zip counts',
    todo: 'save it as a folder: give a path that does not end in .discern',
  });
}
