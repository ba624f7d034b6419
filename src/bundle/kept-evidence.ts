import * as v from 'valibot';
import { byCodePoint, sha256 } from '../base/hash.ts';
import { type Matrix, matrix, row } from '../base/matrix.ts';
import { listOf, nonNegativeInteger, oneOf, type Schema, text } from '../base/schema.ts';
import type { ScoredPicture } from '../calibrate/open-set/evidence.ts';
import { entryKey } from '../gallery/enrol.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { KeptEvidence } from './bundle.ts';

/** What is enrolled, as one text: two galleries with the same contents have the same. */
export function galleryContents({ entries }: Pick<Gallery, 'entries'>): Promise<string> {
  return sha256(new TextEncoder().encode(entries.map(entryKey).sort(byCodePoint).join('\n')));
}

/** Evidence as bundles store it, without the numbers of its pictures. */
type EvidenceHeading = {
  readonly of: string;
  readonly strangersFrom: KeptEvidence['strangersFrom'];
  /** Labels; rows of numbers hold their indices. */
  readonly names: readonly string[];
  /** The number of own pictures; rows of strangers follow theirs. */
  readonly own: number;
};

/** What JSON says of stored evidence. */
export const evidenceSchema: Schema<EvidenceHeading> = v.object({
  of: text,
  strangersFrom: oneOf('classes', 'given'),
  names: listOf(text),
  own: nonNegativeInteger,
});

/** Numbers of a picture: label, unit, four of the gallery, six of the classifier; a best class of -1 means none. */
export const evidenceColumns = 12;

/** Evidence as it is stored: a heading, and a row of numbers for each picture, [N, 12]. Units lose their names. */
export function packedEvidence({ of, own, strangers, strangersFrom }: KeptEvidence): {
  readonly heading: EvidenceHeading;
  readonly scores: Matrix;
} {
  const [names, units] = [new Map<string, number>(), new Map<string, number>()];
  const all = [...own, ...strangers];
  const scores = matrix(all.length, evidenceColumns);
  all.forEach(({ label, unit, gallery, classifier }, i) => {
    row(scores, i).set([
      numberIn(names, label),
      numberIn(units, `${i < own.length} ${unit}`),
      ...(gallery
        ? [numberIn(names, gallery.best), gallery.similarity, gallery.runnerUp, gallery.cohort]
        : [-1, 0, 0, 0]),
      ...(classifier ? [numberIn(names, classifier.best), classifier.probability, classifier.logit] : [-1, 0, 0]),
      ...(classifier ? [classifier.nextLogit, classifier.logSumExp, classifier.cosine] : [0, 0, 0]),
    ]);
  });
  return { heading: { of, strangersFrom, names: [...names.keys()], own: own.length }, scores };
}

function numberIn(numbers: Map<string, number>, name: string): number {
  const number = numbers.get(name) ?? numbers.size;
  numbers.set(name, number);
  return number;
}

/** Whether the numbers fit the heading: pictures of both kinds, and names that it lists. */
export function isEvidence({ names, own }: EvidenceHeading, scores: Matrix): boolean {
  const isName = (value: number, least: number) => Number.isInteger(value) && value >= least && value < names.length;
  if (own < 1 || own >= scores.rows) return false;
  return Array.from({ length: scores.rows }, (_, i) => row(scores, i)).every(
    ([label, , nearest, , , , best]) => isName(label, 0) && isName(nearest, -1) && isName(best, -1),
  );
}

/** Stored evidence as it was. */
export function unpackedEvidence({ of, strangersFrom, names, own }: EvidenceHeading, scores: Matrix): KeptEvidence {
  const pictures = Array.from({ length: scores.rows }, (_, i): ScoredPicture => {
    const [label, unit, nearest, similarity, runnerUp, cohort, best, ...numbers] = row(scores, i);
    const [probability, logit, nextLogit, logSumExp, cosine] = numbers;
    return {
      label: names[label] ?? '',
      unit: String(unit),
      gallery: nearest < 0 ? null : { best: names[nearest] ?? '', similarity, runnerUp, cohort },
      classifier: best < 0 ? null : { best: names[best] ?? '', probability, logit, nextLogit, logSumExp, cosine },
    };
  });
  return { of, strangersFrom, own: pictures.slice(0, own), strangers: pictures.slice(own) };
}
