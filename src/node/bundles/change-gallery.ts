import type { Bundle } from '../../bundle/bundle.ts';
import { type ClassDifference, classDifference } from '../../bundle/class-difference.ts';
import { type Followed, followGallery, type GalleryChange } from '../../fit/follow-gallery.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { productFor } from '../../linalg/product.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { changeBundle } from './bundle-files.ts';
import { galleryOf } from './gallery-of.ts';
import { type GallerySummary, gallerySummary } from './summarise-gallery.ts';

/** What every command that changes a gallery prints under `--json`, besides its own result. */
export type ChangedGallery = GallerySummary & {
  readonly bundle: string;
  /** The classifier afterwards; null where there is none. */
  readonly classifier: ChangedClassifier | null;
  /** What a person should know. */
  readonly remarks: readonly string[];
};

/** The classifier after a change of its gallery. */
export type ChangedClassifier = {
  readonly classes: number;
  /** How it has changed; null where it has not. */
  readonly by: Followed['by'];
  /** Classes in which it differs from the gallery; absent where there are none. */
  readonly stale?: ClassDifference;
};

/** A change of a gallery, with remarks for the person. */
export type RemarkedChange = GalleryChange & { readonly remarks?: readonly string[] };

/** Changes a gallery. The classifier is updated afterwards. */
export type MakeChange = (gallery: Gallery, bundle: Bundle) => Promise<RemarkedChange> | RemarkedChange;

/**
 * Changes a bundle's gallery and updates its classifier, in one step: other processes see the old bundle or the new
 * one, and of two that change it at once the second builds on the first. Gives remarks to `warn`. Throws what
 * changeBundle and `change` throw, and `unsupported` where the bundle has no gallery.
 */
export async function changeGallery(
  path: string,
  change: MakeChange,
  { progress, signal, threads, warn }: WorkOptions = {},
): Promise<ChangedGallery> {
  const tools = { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0, progress, signal, threads };
  let by: Followed['by'] = null;
  let remarks: readonly string[] = [];
  const changed = await changeBundle(path, async (bundle) => {
    const made = await change(galleryOf(bundle, path), bundle);
    const followed = await followGallery(bundle, made, tools);
    by = followed.by;
    remarks = [...(made.remarks ?? []), ...followed.remarks];
    return followed.bundle;
  });
  for (const remark of remarks) warn?.(remark);
  return { bundle: path, ...gallerySummary(galleryOf(changed, path)), classifier: stateOf(changed, by), remarks };
}

function stateOf(bundle: Bundle, by: Followed['by']): ChangedClassifier | null {
  if (bundle.classifier === null) return null;
  const stale = classDifference(bundle);
  return { classes: bundle.classifier.classes.length, by, ...(stale && { stale }) };
}
