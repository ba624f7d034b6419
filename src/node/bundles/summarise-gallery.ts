import { byCodePoint } from '../../base/hash.ts';
import type { EntryName, GalleryForAnswers } from '../../gallery/gallery.ts';
import { acceptedFrom, type Threshold } from '../../gallery/threshold.ts';
import { readBundleForAnswers } from './bundle-files.ts';
import { galleryOf } from './gallery-of.ts';
import { requireKnown } from './known-labels.ts';

/** What `gallery --json` prints. */
export type GallerySummary = {
  /** Enrolled pictures. */
  readonly vectors: number;
  readonly dimensions: number;
  readonly fingerprint: string;
  /** The similarity from which pictures are accepted, and the source of this value. */
  readonly threshold: Threshold;
  /** In code-point order. */
  readonly classes: readonly EnrolledClass[];
};

/** One class of a gallery. */
export type EnrolledClass = {
  readonly label: string;
  readonly vectors: number;
  /** The similarity from which a picture is accepted as this class. */
  readonly threshold: number;
};

/** What `gallery --pictures --json` prints. */
export type GalleryListing = GallerySummary & {
  /** In the order of the classes, then of enrolment. */
  readonly pictures: readonly EnrolledPicture[];
};

/** One enrolled picture. */
export type EnrolledPicture = EntryName;

/** A summary of a bundle's gallery. Throws what readBundle throws, and `unsupported` without a gallery. */
export async function summariseGallery(path: string): Promise<GallerySummary> {
  return gallerySummary(galleryOf(await readBundleForAnswers(path), path));
}

/** The same with every enrolled picture, or with those of one class. Throws `not-found` for an unknown class, too. */
export async function listGallery(path: string, label?: string): Promise<GalleryListing> {
  const bundle = await readBundleForAnswers(path);
  const gallery = galleryOf(bundle, path);
  const wanted = label === undefined ? null : requireKnown(label, bundle, path);
  const entries = gallery.entries.filter((entry) => wanted === null || entry.label === wanted);
  const ordered = entries.toSorted((a, b) => byCodePoint(a.label, b.label));
  return { ...gallerySummary(gallery), pictures: ordered.map(({ id, label, path }) => ({ id, label, path })) };
}

/** What is enrolled in a gallery. */
export function gallerySummary({ entries, vectors, fingerprint, threshold }: GalleryForAnswers): GallerySummary {
  const counts = new Map<string, number>();
  for (const { label } of entries) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].sort(([a], [b]) => byCodePoint(a, b));
  return {
    vectors: entries.length,
    dimensions: vectors.columns,
    fingerprint,
    threshold,
    classes: labels.map(([label, count]) => ({ label, vectors: count, threshold: acceptedFrom(threshold, { label }) })),
  };
}
