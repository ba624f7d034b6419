import * as v from 'valibot';
import { sha256, stableJson } from '../base/hash.ts';
import { ifValid, listOf, nonNegativeInteger, parseJson, requireValid, type Schema, text } from '../base/schema.ts';
import { damagedBundle, newerBundle, noBundle } from './bad-bundle.ts';

/** The name under which a bundle's manifest is stored; writing it is what makes a change real. */
export const manifestName = 'manifest.json';

/**
 * The layout that this version writes, and the newest that it reads. Format 1 had no prototypes, and its entries held
 * the origins of enrolled pictures themselves.
 */
export const bundleFormat = 2;

/** The roles of parts that answering does not read. */
export const rolesBesideAnswers = {
  /** Of what is enrolled, as the network gives them: [N, D] in half precision. */
  embeddings: 'embeddings',
  /** Where each enrolled picture comes from, in the order of the entries. */
  origins: 'gallery/origins',
  provenance: 'provenance',
  /** Scores of own pictures and of strangers, for calibration. */
  openSet: 'open-set',
  openSetScores: 'open-set/scores',
  /** What new pictures are compared with, and how far the test of drift has come. */
  drift: 'drift',
} as const;

/** One stored piece of a bundle. Two roles with the same content share one file. */
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

/** The names of files that an interrupted write may leave. */
const leftover = /^([0-9a-f]{16}\.(onnx|npy|json)|manifest\.json)\.[0-9a-f-]{36}\.writing$/;

/** Whether a name is that of a part or of an unfinished copy. Only such files may be removed. */
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

const headingSchema = v.object({ kind: v.literal('discern-bundle'), format: nonNegativeInteger });

const partSchema: Schema<Part> = v.object({
  role: text,
  name: v.pipe(text, v.regex(partName, 'the name of a part')),
  bytes: nonNegativeInteger,
  sha256: text,
});

/** What `manifest.json` holds. */
export const manifestSchema: Schema<Manifest> = v.object({
  ...headingSchema.entries,
  fingerprint: text,
  parts: listOf(partSchema),
});

/** Reads a stored manifest; `name` is what errors call the bundle. Throws `bad-bundle`. */
export function readManifest(bytes: Uint8Array, name: string): Manifest {
  const damaged = (reason: string, cause?: unknown) => damagedBundle(name, reason, cause);
  const value = parseJson(bytes, manifestName, damaged);
  const heading = ifValid(headingSchema, value);
  if (heading === undefined) throw noBundle(name, 'its manifest.json is of another kind');
  if (heading.format > bundleFormat) throw newerBundle(name, heading.format, bundleFormat);
  return requireValid(manifestSchema, value, manifestName, damaged);
}
