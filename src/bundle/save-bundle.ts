import type { Storage } from '../base/storage.ts';
import type { Bundle } from './bundle.ts';
import { isOurs, manifestBytes, manifestName } from './manifest.ts';
import { pack } from './pack.ts';

/**
 * Saves a bundle, and replaces the one that may be there. New parts are written first, then the manifest; then old
 * parts are removed. Other files stay. If a step fails or the process is killed, the storage holds the old bundle or
 * the new one. Parts that are there already are not written again. Only one process may write at a time.
 */
export async function saveBundle(bundle: Bundle, storage: Storage): Promise<void> {
  const { manifest, parts } = await pack(bundle);
  const present = new Set(await storage.list());
  const written: string[] = [];
  try {
    for (const [name, bytes] of parts) {
      if (present.has(name) && sameBytes(await storage.read(name), bytes)) continue;
      if (!present.has(name)) written.push(name);
      await storage.write(name, bytes);
    }
    await storage.write(manifestName, manifestBytes(manifest));
  } catch (thrown) {
    // On a full disk half of a bundle would be in the way.
    await removeAll(storage, written);
    throw thrown;
  }
  await removeAll(
    storage,
    [...present].filter((name) => isOurs(name) && !parts.has(name)),
  );
}

/** A file that cannot be removed does no harm: the next save tries again. */
async function removeAll(storage: Storage, names: readonly string[]): Promise<void> {
  for (const name of names) await storage.remove(name).catch(() => undefined);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false;
  for (let i = 0; i < a.byteLength; i++) if (a[i] !== b[i]) return false;
  return true;
}
