import type { Card } from '../backbones/card.ts';
import { featureCount, type Projection } from '../backbones/projection.ts';
import { counted } from '../base/figures.ts';
import { type Matrix, matrix } from '../base/matrix.ts';
import { fromNpy } from '../base/npy.ts';
import { type Fault, parseJson, requireValid, type Schema } from '../base/schema.ts';
import { allFinite, nonFiniteRows } from '../base/usable-vector.ts';
import type { Classifier } from '../classify/classifier.ts';
import { firstFew } from '../data/first-few.ts';
import { galleryOfEntries, takeEntries } from '../gallery/enrol.ts';
import type { EntryOrigin, Gallery, GalleryForAnswers } from '../gallery/gallery.ts';
import { damagedBundle } from './bad-bundle.ts';
import type { Bundle, BundleForAnswers, KeptEvidence } from './bundle.ts';
import { driftSchema } from './drift-schema.ts';
import { enrolledClasses } from './export-metadata.ts';
import { evidenceColumns, evidenceSchema, isEvidence, unpackedEvidence } from './kept-evidence.ts';
import { rolesBesideAnswers } from './manifest.ts';
import { withPresentNames } from './renamed-members.ts';
import {
  answeringSchema,
  cardSchema,
  classifierSchema,
  entriesSchema,
  gallerySchema,
  originsSchema,
  provenanceSchema,
  togetherSchema,
} from './schemas.ts';

/** The checked bytes of the parts that were read, by role, under what errors call the bundle. */
export type Stored = {
  readonly name: string;
  readonly format: number;
  readonly fingerprint: string;
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** Gets a message where enrolled pictures are left out. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** Turns the parts of a bundle back into it. Throws `bad-bundle` where one is missing, malformed or does not fit. */
export function unpack(stored: Stored): Bundle {
  const { card, ...embedding } = embeddingFrom(stored);
  const gallery = stored.parts.has('gallery') ? galleryFrom(stored, card) : null;
  const provenance = json(stored, rolesBesideAnswers.provenance, provenanceSchema);
  const { drift: role, openSet } = rolesBesideAnswers;
  return {
    ...{ card, ...embedding, gallery, provenance },
    ...(stored.parts.has(openSet) && { openSet: evidenceFrom(stored) }),
    ...(stored.parts.has(role) && { drift: json(stored, role, driftSchema) }),
  };
}

function evidenceFrom(stored: Stored): KeptEvidence {
  const heading = json(stored, rolesBesideAnswers.openSet, evidenceSchema);
  const role = rolesBesideAnswers.openSetScores;
  const scores = matrixOf(numbers(stored, role, [null, evidenceColumns]));
  if (!isEvidence(heading, scores)) throw misfit(stored, role, 'numbers that do not fit its heading');
  return unpackedEvidence(heading, scores);
}

/** Turns the parts that answering needs back into values. Throws as unpack does. */
export function unpackForAnswers(stored: Stored): BundleForAnswers {
  const { card, ...embedding } = embeddingFrom(stored);
  const gallery = stored.parts.has('gallery') ? galleryForAnswersFrom(stored, card) : null;
  return { card, ...embedding, gallery };
}

function embeddingFrom(stored: Stored): Omit<BundleForAnswers, 'gallery'> {
  const card = json(stored, 'card', cardSchema);
  return {
    card,
    fingerprint: stored.fingerprint,
    backbone: part(stored, 'backbone'),
    classifier: stored.parts.has('classifier') ? classifierFrom(stored, card) : null,
    ...(stored.parts.has('answering') && { answering: json(stored, 'answering', answeringSchema) }),
    ...(stored.parts.has('together') && { together: json(stored, 'together', togetherSchema) }),
  };
}

function classifierFrom(stored: Stored, { dimensions }: Card): Classifier {
  const { projection: named, ...settings } = json(stored, 'classifier', classifierSchema);
  const projection = projectionFrom(stored, 'classifier/projection', named, dimensions);
  const classes = settings.classes.length;
  const weights = numbers(stored, 'classifier/weights', [classes, featureCount(projection, dimensions)]);
  const bias = numbers(stored, 'classifier/bias', [classes]);
  return { ...settings, projection, weights: matrixOf(weights), bias: bias.data };
}

function galleryForAnswersFrom(stored: Stored, card: Card): GalleryForAnswers {
  const gallery = storedGallery(stored, card);
  const usable = usableRows(stored, gallery);
  if (usable === null) return gallery;
  const { prototypes, ...rest } = gallery;
  return { ...rest, ...takeEntries(rest, usable) };
}

/** The gallery with all that a change of it needs. */
function galleryFrom(stored: Stored, card: Card): Gallery {
  const { prototypes, entries: names, ...rest } = storedGallery(stored, card);
  const origins = originsIn(stored);
  if (origins.length !== names.length) throw misfit(stored, 'gallery', 'entries without their origins');
  const entries = names.map((name, index) => ({ ...name, ...origins[index] }));
  const { embeddings: role } = rolesBesideAnswers;
  const embeddings = stored.parts.has(role) && matrixOf(shaped(stored, role, [names.length, card.dimensions]));
  const gallery = { ...rest, entries, ...(embeddings && { embeddings }) };
  const usable = usableRows(stored, gallery);
  return usable ? galleryOfEntries(gallery, usable) : gallery;
}

function storedGallery(stored: Stored, { dimensions }: Card): GalleryForAnswers {
  const { projection: named, ...settings } = json(stored, 'gallery', gallerySchema);
  if (settings.fingerprint !== stored.fingerprint) throw misfit(stored, 'gallery', 'vectors of another network');
  const projection = projectionFrom(stored, 'gallery/projection', named, dimensions);
  const entries = json(stored, 'gallery/entries', entriesSchema);
  // An empty gallery need not know how long its vectors would be.
  const columns = entries.length === 0 ? null : featureCount(projection, dimensions);
  const vectors = matrixOf(shaped(stored, 'gallery/vectors', [entries.length, columns]));
  const gallery = { ...settings, projection, entries, vectors };
  if (!stored.parts.has('gallery/prototypes')) return gallery;
  const classes = enrolledClasses(entries).length;
  return { ...gallery, prototypes: matrixOf(shaped(stored, 'gallery/prototypes', [classes, columns])) };
}

function originsIn(stored: Stored): readonly EntryOrigin[] {
  return json(stored, stored.format === 1 ? 'gallery/entries' : rolesBesideAnswers.origins, originsSchema);
}

/**
 * The entries whose vectors are finite; null where all are. Older versions enrolled vectors of NaN, and one of them
 * makes every answer NaN: they are left out, with a warning.
 */
function usableRows({ name, warn }: Stored, { entries, vectors }: GalleryForAnswers): number[] | null {
  const unusable = new Set(nonFiniteRows(vectors));
  if (unusable.size === 0) return null;
  const paths = [...unusable].map((index) => `${entries[index].path} (${entries[index].label})`);
  warn?.(`${name}: ${counted(unusable.size, 'enrolled picture')} left out, whose numbers are none: ${firstFew(paths)}`);
  return [...entries.keys()].filter((index) => !unusable.has(index));
}

function projectionFrom(
  stored: Stored,
  role: string,
  { name, power }: Pick<Projection, 'name' | 'power'>,
  dimensions: number,
): Projection {
  const ifStored = (what: string, shape: WantedShape) =>
    stored.parts.has(`${role}/${what}`) ? numbers(stored, `${role}/${what}`, shape) : null;
  const weights = ifStored('weights', [null, dimensions]);
  return {
    name,
    power,
    mean: ifStored('mean', [dimensions])?.data ?? null,
    std: ifStored('deviation', [dimensions])?.data ?? null,
    weights: weights && matrixOf(weights),
  };
}

/** The size of each axis; null for any size. */
type WantedShape = readonly (number | null)[];

/** An array of that shape. Throws where a number is not finite. */
function numbers(stored: Stored, role: string, wanted: WantedShape) {
  const array = shaped(stored, role, wanted);
  if (allFinite(array.data)) return array;
  throw misfit(stored, role, 'numbers that are none (NaN or infinity)');
}

function shaped(stored: Stored, role: string, wanted: WantedShape) {
  const array = arrayIn(stored, role);
  const fits =
    array.shape.length === wanted.length && array.shape.every((size, axis) => size === (wanted[axis] ?? size));
  if (fits) return array;
  throw misfit(stored, role, `the shape [${array.shape}], not [${wanted.map((size) => size ?? 'any')}]`);
}

function arrayIn(stored: Stored, role: string) {
  const bytes = part(stored, role);
  try {
    return fromNpy(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw misfit(stored, role, `what cannot be read (${reason})`, cause);
  }
}

function matrixOf({ shape, data }: { readonly shape: readonly number[]; readonly data: Float32Array }): Matrix {
  return matrix(shape[0], shape[1], data);
}

function json<T>(stored: Stored, role: string, schema: Schema<T>): T {
  const fault: Fault = (reason, cause) => damagedBundle(stored.name, reason, cause);
  const written = parseJson(part(stored, role), role, fault);
  return requireValid(schema, stored.format === 1 ? withPresentNames(written) : written, role, fault);
}

function part({ name, parts }: Stored, role: string): Uint8Array {
  const bytes = parts.get(role);
  if (bytes === undefined) throw damagedBundle(name, `it has no ${role}`);
  return bytes;
}

function misfit({ name }: Stored, role: string, what: string, cause?: unknown) {
  return damagedBundle(name, `its ${role} holds ${what}`, cause);
}
