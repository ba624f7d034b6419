import { DiscernError } from '../../base/error.ts';
import { requireLabel } from '../../gallery/labels.ts';
import { relabel } from '../../gallery/relabel.ts';
import type { WorkOptions } from '../work-options.ts';
import { type ChangedGallery, changeGallery } from './change-gallery.ts';
import { remarksOnNewLabels, requireKnown } from './known-labels.ts';

/** What `merge --json` prints. */
export type MergeResult = ChangedGallery & {
  readonly into: string;
  /** The pictures that each class gave, so that they can be given back with relabelPictures. */
  readonly merged: readonly { readonly label: string; readonly ids: readonly string[] }[];
  /** Pictures that were enrolled in several of the classes, and are enrolled once now. */
  readonly duplicates: number;
};

/**
 * Merges several classes into one: `into`, which is a class of the bundle or a new name. Throws `not-found` where the
 * bundle does not know one of `from`, `misused` without one and for an empty name, and what changeGallery throws.
 */
export async function mergeClasses(
  path: string,
  from: readonly string[],
  into: string,
  options: WorkOptions = {},
): Promise<MergeResult> {
  const target = requireLabel(into);
  if (from.length === 0) throw nothingToMerge(target);
  let merged: MergeResult['merged'] = [];
  let duplicates = 0;
  const changed = await changeGallery(
    path,
    (gallery, bundle) => {
      const labels = [...new Set(from.map((label) => requireKnown(label, bundle, path)))].filter((l) => l !== target);
      if (labels.length === 0) throw nothingToMerge(target);
      const sources = new Set(labels);
      const next = relabel(gallery, ({ label }) => (sources.has(label) ? target : label));
      const idsOf = (label: string) => next.changed.filter((entry) => entry.label === label).map(({ id }) => id);
      merged = labels.map((label) => ({ label, ids: idsOf(label) }));
      duplicates = next.duplicates.length;
      const remarks = remarksOnNewLabels([target], bundle, path);
      return { gallery: next.gallery, renamed: new Map(labels.map((label) => [label, target])), remarks };
    },
    options,
  );
  return { ...changed, into: target, merged, duplicates };
}

function nothingToMerge(into: string): DiscernError {
  return new DiscernError('misused', `there is nothing to merge into ${into}`, {
    given: `${into} alone`,
    expected: 'the classes to merge, then the name of the merged class',
    todo: 'discern merge BUNDLE FROM... INTO',
  });
}
