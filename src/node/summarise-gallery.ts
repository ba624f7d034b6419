import { byCodePoint } from '../base/hash.ts';
import type { Gallery, Threshold } from '../gallery/gallery.ts';
import { readBundle } from './bundle-files.ts';
import { galleryOf } from './gallery-of.ts';

/** What `gallery --json` prints. */
export type GallerySummary = {
  /** Enrolled pictures. */
  readonly vectors: number;
  readonly dimensions: number;
  readonly fingerprint: string;
  /** From which similarity on pictures are accepted, and where that comes from. */
  readonly threshold: Threshold;
  /** In code-point order. */
  readonly classes: readonly EnrolledClass[];
};

/** One class of a gallery. */
export type EnrolledClass = {
  readonly label: string;
  readonly vectors: number;
  /** The similarity from which a picture is accepted as of this class. */
  readonly threshold: number;
};

/** What is enrolled in a bundle's gallery. Throws what readBundle throws, and `unsupported` without a gallery. */
export async function summariseGallery(path: string): Promise<GallerySummary> {
  return gallerySummary(galleryOf(await readBundle(path), path));
}

/** What is enrolled in a gallery. */
export function gallerySummary({ entries, vectors, fingerprint, threshold }: Gallery): GallerySummary {
  const counts = new Map<string, number>();
  for (const { label } of entries) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].sort(([a], [b]) => byCodePoint(a, b));
  return {
    vectors: entries.length,
    dimensions: vectors.columns,
    fingerprint,
    threshold,
    classes: labels.map(([label, count]) => ({ label, vectors: count, threshold: threshold.value })),
  };
}
