import { DiscernError, internalError } from '../base/error.ts';
import { type Matrix, matrix, stackRows, takeRows } from '../base/matrix.ts';
import { nonFiniteRows, unusableRows } from '../base/usable-vector.ts';
import type { Product } from '../linalg/product.ts';
import { featuresIn } from './features-in.ts';
import type { Entry, Gallery } from './gallery.ts';

/** A picture to enrol; its embedding is the row of the same index. */
export type Enrolment = Omit<Entry, 'id'>;

/**
 * The gallery with more pictures. `embeddings` [N, D] are as the embedder gives them, not projected; the gallery keeps
 * them if it has those of all its other pictures. A picture is enrolled only once under a label. Nothing is retrained.
 * Throws `fingerprint` where the embeddings have other dimensions than the gallery's, and `bad-data` where one holds
 * NaN, infinity, or only zeros.
 *
 * @example
 * const { card, backbone, gallery } = await readBundle('emoji.discern');
 * const session = await openEmbeddingSession({ card, bytes: backbone });
 * const path = 'pictures/test/cat/noto.png';
 * const { embeddings, hashes } = await session.embed([{ path, label: 'cat', part: null, group: null }]);
 * const enrolments = [{ label: 'cat', path, hash: hashes[0] }];
 * const more = gallery && (await enrol(gallery, enrolments, embeddings, session.product));
 * await session.close();
 */
export async function enrol(
  gallery: Gallery,
  enrolments: readonly Enrolment[],
  embeddings: Matrix,
  product: Product,
): Promise<Gallery> {
  if (enrolments.length !== embeddings.rows) {
    throw internalError(`${embeddings.rows} embeddings of ${enrolments.length} pictures to enrol`);
  }
  const fresh = indicesOfNew(gallery.entries, enrolments);
  const added = fresh.length === embeddings.rows ? embeddings : takeRows(embeddings, fresh);
  const vectors = await featuresIn(gallery, added, product);
  const [unusable] = [...unusableRows(embeddings), ...nonFiniteRows(vectors).map((index) => fresh[index])];
  if (unusable !== undefined) throw notComparable(enrolments[unusable]);
  const entries = withIds(
    gallery.entries,
    fresh.map((index) => enrolments[index]),
  );
  const kept = gallery.embeddings ?? (gallery.entries.length === 0 ? matrix(0, added.columns) : null);
  return {
    ...gallery,
    entries: [...gallery.entries, ...entries],
    vectors: stackRows(gallery.vectors, vectors),
    ...(kept && { embeddings: stackRows(kept, added) }),
  };
}

/** The gallery without the entries that `unwanted` names. Throws `not-found` where it names none. */
export function forget(gallery: Gallery, unwanted: (entry: Entry) => boolean, given: string): Gallery {
  const kept = gallery.entries.flatMap((entry, index) => (unwanted(entry) ? [] : [index]));
  if (kept.length === gallery.entries.length) {
    throw new DiscernError('not-found', `nothing enrolled matches ${given}`, {
      given,
      expected: 'a label or id that is enrolled',
      todo: 'list what is enrolled: discern gallery BUNDLE',
    });
  }
  return galleryOfEntries(gallery, kept);
}

/** The gallery with these of its entries alone, in this order. */
export function galleryOfEntries(gallery: Gallery, indices: readonly number[]): Gallery {
  const { embeddings } = gallery;
  const kept = embeddings && { embeddings: takeRows(embeddings, indices) };
  return { ...gallery, ...takeEntries(gallery, indices), ...kept };
}

/** These of the entries, with their vectors, in this order. */
export function takeEntries<T>(
  { entries, vectors }: { readonly entries: readonly T[]; readonly vectors: Matrix },
  indices: readonly number[],
): { readonly entries: T[]; readonly vectors: Matrix } {
  return { entries: indices.map((index) => entries[index]), vectors: takeRows(vectors, indices) };
}

function notComparable({ path, label }: Enrolment): DiscernError {
  return new DiscernError('bad-data', `the embedding of ${path} holds NaN, infinity, or nothing but zeros`, {
    given: `${path}, to be enrolled as ${label}`,
    expected: 'an embedding of finite numbers that are not all zero',
    todo: 'leave the picture out: no answer of the gallery could be trusted with it',
  });
}

function indicesOfNew(enrolled: readonly Entry[], enrolments: readonly Enrolment[]): number[] {
  const seen = new Set(enrolled.map(entryKey));
  return enrolments.flatMap((enrolment, index) => {
    if (seen.has(entryKey(enrolment))) return [];
    seen.add(entryKey(enrolment));
    return [index];
  });
}

/** The same text for entries of one picture under one label; a gallery holds one of them. */
export function entryKey({ label, hash }: Pick<Entry, 'label' | 'hash'>): string {
  return `${hash} ${label}`;
}

/** Ids: the first 16 hexadecimal digits of the content hash, `-2`, `-3` ... where one content bears several labels. */
function withIds(enrolled: readonly Entry[], enrolments: readonly Enrolment[]): Entry[] {
  const taken = new Set(enrolled.map(({ id }) => id));
  const numbers = new Map<string, number>(); // The last number of each stem, where the search for a free one begins.
  return enrolments.map((enrolment) => {
    const stem = enrolment.hash.slice(0, 16);
    let number = numbers.get(stem) ?? 1;
    while (taken.has(numbered(stem, number))) number++;
    numbers.set(stem, number);
    const id = numbered(stem, number);
    taken.add(id);
    return { id, ...enrolment };
  });
}

function numbered(stem: string, number: number): string {
  return number === 1 ? stem : `${stem}-${number}`;
}
