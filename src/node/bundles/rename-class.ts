import { DiscernError } from '../../base/error.ts';
import { requireLabel } from '../../gallery/labels.ts';
import { relabel } from '../../gallery/relabel.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import { type ChangedGallery, changeGallery } from './change-gallery.ts';
import { knownLabels, remarksOnNewLabels, requireKnown } from './known-labels.ts';

/** What `rename --json` prints. */
export type RenameResult = ChangedGallery & {
  readonly from: string;
  readonly to: string;
  /** Enrolled pictures that have the new label now. */
  readonly renamed: number;
};

/**
 * Gives a class another name, in the gallery and the classifier. Throws `not-found` where the bundle does not know the
 * class, `misused` for an empty name and for the name of another class, and what changeGallery throws.
 */
export async function renameClass(
  path: string,
  given: string,
  name: string,
  options: WorkOptions = {},
): Promise<RenameResult> {
  const to = requireLabel(name);
  let [from, renamed] = [given, 0];
  const changed = await changeGallery(
    path,
    (gallery, bundle) => {
      from = requireKnown(given, bundle, path);
      if (from !== to && knownLabels(bundle).has(to)) throw taken(path, from, to);
      const { gallery: next, changed: entries } = relabel(gallery, ({ label }) => (label === from ? to : label));
      renamed = entries.length;
      const remarks = remarksOnNewLabels([to], withoutClass(bundle, from), path);
      return { gallery: next, renamed: new Map([[from, to]]), remarks };
    },
    options,
  );
  return { ...changed, from, to, renamed };
}

/** A bundle without the class: a new name may be similar to the old one. */
function withoutClass<T extends Parameters<typeof knownLabels>[0]>({ gallery, classifier }: T, label: string) {
  return {
    gallery: gallery && { ...gallery, entries: gallery.entries.filter((entry) => entry.label !== label) },
    classifier: classifier && { ...classifier, classes: classifier.classes.filter((each) => each !== label) },
  };
}

function taken(path: string, from: string, to: string): DiscernError {
  return new DiscernError('misused', `there is a class ${to} already`, {
    given: to,
    expected: 'a name that no class has',
    todo: `to make the two one class: discern merge ${shellWord(path)} ${shellWord(from)} ${shellWord(to)}`,
  });
}
