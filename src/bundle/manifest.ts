import { sha256, stableJson } from '../base/hash.ts';
import { damagedBundle, newerBundle, noBundle } from './bad-bundle.ts';
import { isCount, isText, listOf, recordOf } from './guards.ts';

/** The name under which a bundle's manifest is stored; writing it is what makes a change real. */
export const manifestName = 'manifest.json';

/** The layout that this version writes, and the newest that it reads. */
export const bundleFormat = 1;

/** What enrolled embeddings are stored as, [N, D] in half precision: only a change of the gallery needs them. */
export const embeddingsRole = 'embeddings';

/** One stored piece of a bundle. Two roles whose content is the same share one file. */
export type Part = {
  /** What it is: `backbone`, `gallery/vectors`, ... */
  readonly role: string;
  /** First 16 hexadecimal digits of the content's SHA-256, and an ending. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
};

/** The table of contents of a bundle. */
export type Manifest = {
  readonly kind: 'discern-bundle';
  readonly format: number;
  /** Of the embedder: weights, preprocessing and version of the pixel code. */
  readonly fingerprint: string;
  /** In the order of their roles. */
  readonly parts: readonly Part[];
};

const partName = /^[0-9a-f]{16}\.(onnx|npy|json)$/;

/** What an interrupted write may leave beside a part or the manifest. */
const leftover = /^([0-9a-f]{16}\.(onnx|npy|json)|manifest\.json)\.[0-9a-f-]{36}\.writing$/;

/** Whether a stored name is one that we give to parts or to their unfinished copies, and so one that we may remove. */
export function isOurs(name: string): boolean {
  return partName.test(name) || leftover.test(name);
}

/** Describes a part by its content. */
export async function partOf(role: string, { ending, bytes }: Content): Promise<Part> {
  const hash = await sha256(bytes);
  return { role, name: `${hash.slice(0, 16)}.${ending}`, bytes: bytes.byteLength, sha256: hash };
}

/** The bytes of a part before it has a name. */
export type Content = { readonly ending: 'onnx' | 'npy' | 'json'; readonly bytes: Uint8Array };

/** The manifest as it is stored. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(`${stableJson(manifest)}\n`);
}

const isHeading = recordOf<Pick<Manifest, 'format'> & { readonly kind: string }>({ kind: isText, format: isCount });

const isContents = recordOf<Pick<Manifest, 'fingerprint' | 'parts'>>({
  fingerprint: isText,
  parts: listOf(recordOf<Part>({ role: isText, name: isPartName, bytes: isCount, sha256: isText })),
});

/** Reads a stored manifest; `name` is what errors call the bundle. Throws `bad-bundle`. */
export function readManifest(bytes: Uint8Array, name: string): Manifest {
  const value = parsed(bytes, name);
  if (!isHeading(value) || value.kind !== 'discern-bundle')
    throw noBundle(name, 'its manifest.json is of another kind');
  const { format, kind } = value;
  if (format > bundleFormat) throw newerBundle(name, format, bundleFormat);
  if (!isContents(value)) throw damagedBundle(name, 'its manifest.json does not list its parts');
  return { kind, format, fingerprint: value.fingerprint, parts: value.parts };
}

function isPartName(value: unknown): value is string {
  return isText(value) && partName.test(value);
}

function parsed(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw damagedBundle(name, 'its manifest.json is no JSON', cause);
  }
}
