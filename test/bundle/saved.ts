import { sha256 } from '../../src/base/hash.ts';
import type { Storage } from '../../src/base/storage.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { type Manifest, manifestBytes, readManifest } from '../../src/bundle/manifest.ts';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { saveBundle } from '../../src/bundle/save-bundle.ts';
import { exampleBundle } from './example.ts';

/** The bundle in a storage of its own. */
export async function saved(bundle: Bundle): Promise<Storage> {
  const storage = memoryStorage();
  await saveBundle(bundle, storage);
  return storage;
}

/** Everything in a storage, by name. */
export async function filesIn(storage: Storage): Promise<Record<string, Uint8Array>> {
  const names = await storage.list();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await storage.read(name)] as const)));
}

/** The manifest of the bundle in a storage. */
export async function manifestOf(storage: Storage): Promise<Manifest> {
  return readManifest(await storage.read('manifest.json'), 'x');
}

/** Text as bytes. */
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The example with other content under some roles (null: without it), and a manifest that vouches for it. */
export async function resealed(changes: Readonly<Record<string, Uint8Array | null>>): Promise<Storage> {
  return replaced(await saved(await exampleBundle()), changes);
}

/** Puts other content under some roles of a stored bundle (null: none), and a manifest that vouches for it. */
export async function replaced(
  storage: Storage,
  changes: Readonly<Record<string, Uint8Array | null>>,
): Promise<Storage> {
  const manifest = await manifestOf(storage);
  const parts = [];
  for (const { role, name } of manifest.parts) {
    const bytes = role in changes ? changes[role] : await storage.read(name);
    if (bytes === null) continue;
    const hash = await sha256(bytes);
    const part = { role, name: `${hash.slice(0, 16)}${name.slice(16)}`, bytes: bytes.byteLength, sha256: hash };
    await storage.write(part.name, bytes);
    parts.push(part);
  }
  await storage.write('manifest.json', manifestBytes({ ...manifest, parts }));
  return storage;
}
