import { byCodePoint } from '../base/hash.ts';
import type { BundleForAnswers } from './bundle.ts';
import { enrolledClasses } from './export-metadata.ts';

/** The classes in which the approaches of a bundle differ, each list in code-point order. */
export type ClassDifference = {
  /** Enrolled in the gallery, and unknown to the classifier. */
  readonly missing: readonly string[];
  /** Named by the classifier, and no longer enrolled. */
  readonly forgotten: readonly string[];
};

/**
 * The classes that only one approach knows, as in a bundle that cannot learn its head again. Null where both know the
 * same classes, and where an approach is missing.
 */
export function classDifference({
  classifier,
  gallery,
}: Pick<BundleForAnswers, 'classifier' | 'gallery'>): ClassDifference | null {
  if (classifier === null || gallery === null) return null;
  const enrolled = enrolledClasses(gallery.entries);
  const [known, present] = [new Set(classifier.classes), new Set(enrolled)];
  const missing = enrolled.filter((label) => !known.has(label));
  const forgotten = classifier.classes.filter((label) => !present.has(label)).sort(byCodePoint);
  return missing.length + forgotten.length === 0 ? null : { missing, forgotten };
}
