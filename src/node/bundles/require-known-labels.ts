import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { classesOf } from '../../data/classes-of.ts';
import type { Sample } from '../../data/dataset.ts';
import { firstFew } from '../../data/first-few.ts';
import { shellWord } from '../shell-word.ts';

/** Throws `empty` where a bundle knows none of the pictures' labels, and names the ways to go on. */
export function requireKnownLabels(
  { classifier, gallery }: Bundle,
  samples: readonly Sample[],
  { path, data }: { readonly path: string; readonly data: string },
): void {
  const labels = classesOf(samples);
  const enrolled = gallery?.entries.length ? new Set(gallery.entries.map(({ label }) => label)) : null;
  const learned = classifier && new Set(classifier.classes);
  const known = [enrolled, learned].filter((each) => each !== null); // An empty gallery knows no label.
  if (known.length > 0 && labels.some((label) => known.every((each) => each.has(label)))) return;
  const [bundle, pictures] = [shellWord(path), shellWord(data)];
  const unlabelled = labels.length === 0;
  const measure = `discern evaluate ${bundle} ${pictures} --unseen`;
  throw new DiscernError('empty', `${path} knows none of the classes of ${data}: there is nothing to measure on`, {
    given: unlabelled ? `${counted(samples.length, 'picture')} without labels` : `the labels ${firstFew(labels)}`,
    expected: 'at least one picture of a class that it knows',
    todo: unlabelled
      ? 'give labels, or pairs'
      : `measure the embedding alone: ${measure}; or enrol pictures: discern enrol ${bundle} --from DATA`,
  });
}
