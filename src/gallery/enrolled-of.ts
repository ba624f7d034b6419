import { byCodePoint } from '../base/hash.ts';
import type { GalleryForAnswers } from './gallery.ts';
import type { Enrolled } from './matchers/matcher.ts';

/** The enrolled vectors as matchers take them. `labels` are indices into `classes`, in code-point order. */
export function enrolledOf({ entries, vectors }: Pick<GalleryForAnswers, 'entries' | 'vectors'>): {
  readonly classes: readonly string[];
  readonly enrolled: Enrolled;
} {
  const classes = [...new Set(entries.map(({ label }) => label))].sort(byCodePoint);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const labels = Int32Array.from(entries, ({ label }) => indexOf.get(label) ?? 0);
  return { classes, enrolled: { vectors, labels, classes: classes.length } };
}
