import { DiscernError } from '../base/error.ts';
import { sha256 } from '../base/hash.ts';
import { isLfsPointer, lfsPointerError } from '../base/lfs-pointer.ts';
import type { Storage } from '../base/storage.ts';
import { damagedBundle, noBundle } from './bad-bundle.ts';
import type { Bundle, BundleForAnswers } from './bundle.ts';
import { type Manifest, manifestName, type Part, readManifest, rolesBesideAnswers } from './manifest.ts';
import { type Stored, unpack, unpackForAnswers } from './unpack.ts';

/** Options of opening. */
export type OpenOptions = {
  /** What errors call the bundle: its path, where it has one. */
  readonly name?: string;
  /** Gets a message where enrolled pictures are left out, as their vectors cannot be compared. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** How often a change by another process may overtake our reading before we give up. */
const mostAttempts = 8;

/**
 * Opens the bundle in a storage. It checks the size and SHA-256 of every part, the format and all shapes. If the bundle
 * changes meanwhile, it is read again: the result is the old bundle or the new one, never a mixture. Throws
 * `bad-bundle`.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 *
 * const bundle = await unzipBundle(await readFile('emoji.discern'));
 * const storage = memoryStorage();
 * await saveBundle(bundle, storage);
 * const { fingerprint } = await openBundle(storage);
 * fingerprint === bundle.fingerprint; // => true
 */
export function openBundle(storage: Storage, options: OpenOptions = {}): Promise<Bundle> {
  return open(storage, { ...options, unpack, isWanted: () => true });
}

/**
 * Opens what answering needs of the bundle in a storage, with the same checks. Parts that only a change or a measure
 * asks are not read: the provenance, and where enrolled pictures come from.
 */
export function openBundleForAnswers(storage: Storage, options: OpenOptions = {}): Promise<BundleForAnswers> {
  return open(storage, { ...options, unpack: unpackForAnswers, isWanted: ({ role }) => !besideAnswers.has(role) });
}

const besideAnswers: ReadonlySet<string> = new Set(Object.values(rolesBesideAnswers));

type Opening<T> = OpenOptions & {
  readonly unpack: (stored: Stored) => T;
  readonly isWanted: (part: Part) => boolean;
};

async function open<T extends BundleForAnswers>(
  storage: Storage,
  { name = 'the bundle', warn, unpack, isWanted }: Opening<T>,
): Promise<T> {
  let manifest = await manifestIn(storage, name);
  for (let attempt = 1; ; attempt++) {
    const { format, fingerprint } = manifest;
    const parts = await partsIn(storage, manifest.parts.filter(isWanted), name);
    if (parts !== null) return checked(unpack({ name, format, fingerprint, parts, warn }), manifest, name);
    const previous = manifest;
    manifest = await manifestIn(storage, name);
    if (attempt === mostAttempts || sameParts(previous, manifest)) throw damagedBundle(name, 'a part is missing');
  }
}

async function manifestIn(storage: Storage, name: string): Promise<Manifest> {
  const bytes = await storage.read(manifestName).catch((thrown: unknown) => {
    throw isMissing(thrown) ? noBundle(name, 'it has no manifest.json', thrown) : thrown;
  });
  if (isLfsPointer(bytes)) throw lfsPointerError('bad-bundle', `${name}: ${manifestName}`, 'the manifest of a bundle');
  return readManifest(bytes, name);
}

/** The bytes of every part by role; null where one is not there. */
async function partsIn(
  storage: Storage,
  parts: readonly Part[],
  name: string,
): Promise<ReadonlyMap<string, Uint8Array> | null> {
  try {
    const read = await Promise.all(parts.map((part) => readPart(storage, part, name)));
    return new Map(parts.map(({ role }, index) => [role, read[index]]));
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

async function readPart(storage: Storage, part: Part, name: string): Promise<Uint8Array> {
  const bytes = await storage.read(part.name);
  if (bytes.byteLength !== part.bytes && isLfsPointer(bytes))
    throw lfsPointerError('bad-bundle', `${name}: ${part.name}`, 'a part of a bundle');
  if (bytes.byteLength !== part.bytes) {
    throw damagedBundle(name, `${part.name} has ${bytes.byteLength} bytes instead of ${part.bytes}`);
  }
  if ((await sha256(bytes)) !== part.sha256) throw damagedBundle(name, `${part.name} is not what was saved`);
  return bytes;
}

/** The part of the network is hashed already, so that its card costs nothing to check. */
function checked<T extends BundleForAnswers>(bundle: T, { parts }: Manifest, name: string): T {
  if (parts.find(({ role }) => role === 'backbone')?.sha256 === bundle.card.sha256) return bundle;
  throw damagedBundle(name, 'its card describes another network');
}

function sameParts(a: Manifest, b: Manifest): boolean {
  return a.parts.length === b.parts.length && a.parts.every(({ sha256 }, index) => sha256 === b.parts[index].sha256);
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof DiscernError && thrown.code === 'not-found';
}
