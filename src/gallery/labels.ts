import { closest, distance } from 'fastest-levenshtein';
import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { firstFew } from '../data/first-few.ts';

/**
 * The label in the form in which labels are compared: Unicode's composed form (NFC), without blanks around it. Throws
 * `misused` where nothing is left.
 */
export function requireLabel(given: string): string {
  const label = given.normalize('NFC').trim();
  if (label !== '') return label;
  throw new DiscernError('misused', 'a label is empty', {
    given: given === '' ? 'an empty label' : `a label of blanks alone: '${given}'`,
    expected: 'a label with at least one letter, digit or sign',
    todo: 'give the name of the class',
  });
}

/**
 * The label among `known` that a person may have meant by `label`: the nearest by edits. Capitals and blanks do not
 * count. Null where none is within `share` (0..1) of its letters. Labels that differ in digits alone are not alike.
 */
export function labelMeantBy(label: string, known: Iterable<string>, share: number): string | null {
  const others = [...known].filter((other) => other !== label);
  const same = others.find((other) => fold(other) === fold(label));
  if (same !== undefined) return same;
  const comparable = others.filter((other) => withoutDigits(other) !== withoutDigits(label));
  const folded = new Map(comparable.map((other) => [fold(other), other]));
  if (folded.size === 0) return null;
  const best = closest(fold(label), [...folded.keys()]);
  const isNear = distance(fold(label), best) <= Math.floor(share * Math.max(label.length, best.length));
  return isNear ? (folded.get(best) ?? null) : null;
}

/** The share of letters by which a typing error may differ from the label that was meant: Kivi for Kiwi. */
export const typingErrorShare = 0.25;

/** The share of letters by which an unknown label may differ from the label that was meant. */
const guess = 0.5;

/** The error of a label that no class of the bundle has. `bundle` is its path. */
export function unknownLabel(label: string, known: Iterable<string>, bundle: string): DiscernError {
  const labels = [...known].sort(byCodePoint);
  const meant = labelMeantBy(label, labels, guess);
  return new DiscernError('not-found', `no class is called ${label}`, {
    given: label,
    expected: labels.length === 0 ? 'a class; there is none' : `a class that is there: ${firstFew(labels)}`,
    todo: `${meant === null ? 'see' : `did you mean ${meant}? See`} what is enrolled: discern gallery ${bundle}`,
  });
}

function fold(label: string): string {
  return label.toLowerCase().replace(/[\s_-]+/g, '');
}

function withoutDigits(label: string): string {
  return label.replace(/\d/g, '');
}
