import type { BundleForAnswers } from '../../bundle/bundle.ts';
import { labelMeantBy, requireLabel, typingErrorShare, unknownLabel } from '../../gallery/labels.ts';
import { shellWord } from '../shell-word.ts';

/** Every label that a bundle knows, enrolled or known to its classifier alone. */
export function knownLabels({
  gallery,
  classifier,
}: Pick<BundleForAnswers, 'gallery' | 'classifier'>): ReadonlySet<string> {
  return new Set([...(gallery?.entries ?? []).map(({ label }) => label), ...(classifier?.classes ?? [])]);
}

/**
 * Gives the label where the bundle at `path` knows it. Throws `not-found`, with the most similar known label, and
 * `misused` for an empty one.
 */
export function requireKnown(
  given: string,
  bundle: Pick<BundleForAnswers, 'gallery' | 'classifier'>,
  path: string,
): string {
  const known = knownLabels(bundle);
  if (known.has(given)) return given; // Older versions kept blanks around a label.
  const label = requireLabel(given);
  if (known.has(label)) return label;
  throw unknownLabel(label, known, shellWord(path));
}

/** Remarks on new labels that are very similar to a known one: they may be typing errors. */
export function remarksOnNewLabels(
  labels: Iterable<string>,
  bundle: Pick<BundleForAnswers, 'gallery' | 'classifier'>,
  path: string,
): string[] {
  const known = knownLabels(bundle);
  return [...new Set(labels)].flatMap((label) => {
    const meant = known.has(label) ? null : labelMeantBy(label, known, typingErrorShare);
    if (meant === null) return [];
    const merge = ['discern merge', ...[path, label, meant].map((word) => shellWord(word))].join(' ');
    return [`${label} is a new class; did you mean ${meant}? Then: ${merge}`];
  });
}
