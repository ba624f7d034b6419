import { formatScore, percent } from '../base/figures.ts';
import type { Candidate } from '../base/prediction.ts';
import type { ClassifierAnswer, GalleryAnswer, Recognition } from './answer.ts';

/** How firm an answer is, and what would change it. Scores are probabilities (0..1) or similarities (-1..1). */
export type Why = {
  /** Score minus threshold: below 0 where the answer is unknown; null where there is no threshold. */
  readonly margin: number | null;
  /** The second-best class; null where there is only one. */
  readonly runnerUp: (Candidate & { /** Score of the best class minus this one's. */ readonly behind: number }) | null;
  readonly flip: readonly Flip[];
  /** The same in words, one sentence each, without a full stop. */
  readonly words: readonly string[];
};

/**
 * What would change an answer. `to` is the answer afterwards, null for unknown. Exactly one of the others is there.
 */
export type Flip = {
  readonly to: string | null;
  /** A threshold above this one for unknown, at most this one for a class. */
  readonly threshold?: number;
  /** By how much the similarity to `to` would have to grow. */
  readonly similarity?: number;
  /** By what factor the odds of `to` would have to grow. */
  readonly odds?: number;
};

/** Why each approach answers as it does; null for one that gave no answer. */
export type WhyBoth = { readonly classifier: Why | null; readonly gallery: Why | null };

/**
 * Why each approach answers as it does; null for an approach that gave no answer. The answers must list two classes or
 * more, as they do by default, or the runner-up is missing.
 *
 * @example
 * for await (const answer of recognisePictures('emoji.discern', ['pictures/test/cat/noto.png'])) {
 *   console.log(whyOf(answer).gallery?.words.join('. '));
 * }
 */
export function whyOf({ classifier, gallery }: Pick<Recognition, 'classifier' | 'gallery'>): WhyBoth {
  return { classifier: classifier && whyClassifier(classifier), gallery: gallery && whyGallery(gallery) };
}

function whyClassifier({ top, known, familiarity, threshold }: ClassifierAnswer): Why | null {
  if (top.length === 0) return null;
  const margin = threshold === null ? null : familiarity - threshold;
  const [best, second] = top.map(({ label, probability }) => ({ label, score: probability }));
  const said = `${best.label} ${percent(best.score)}`;
  const unknown = known ? [] : ['It is too unfamiliar to be known'];
  const atThreshold = threshold === null ? [] : [{ to: known ? null : best.label, threshold: familiarity }];
  if (!second) return { margin, runnerUp: null, flip: atThreshold, words: [said, ...unknown] };
  const odds = best.score / second.score;
  return {
    margin,
    runnerUp: { ...second, behind: best.score - second.score },
    flip: [...atThreshold, { to: second.label, odds }],
    words: [
      ...unknown,
      `${said}, runner-up ${second.label} ${percent(second.score)}`,
      `${second.label} would need ${timesInWords(odds)} its odds`,
    ],
  };
}

function whyGallery({ known, similarity, threshold, classes }: GalleryAnswer): Why | null {
  if (classes.length === 0) return null;
  const [best, second] = classes.map((each) => ({ label: each.label, score: each.similarity }));
  const runnerUp = second ? { ...second, behind: best.score - second.score } : null;
  const margin = threshold === null ? null : similarity - threshold;
  const atThreshold = threshold === null ? [] : [{ to: known ? null : best.label, threshold: similarity }];
  const overtaken = known && runnerUp ? [{ to: runnerUp.label, similarity: runnerUp.behind }] : [];
  return {
    ...{ margin, runnerUp },
    flip: [...atThreshold, ...overtaken],
    words: [
      standing({ best, known, margin, threshold }),
      ...(runnerUp ? [aheadOf(runnerUp)] : []),
      ...(threshold === null ? [] : [atWhichThreshold(best.label, known, similarity)]),
    ],
  };
}

type Standing = {
  readonly best: Candidate;
  readonly known: boolean;
  readonly margin: number | null;
  readonly threshold: number | null;
};

function standing({ best, known, margin, threshold }: Standing): string {
  const said = `${best.label} ${formatScore(best.score)}`;
  if (margin === null || threshold === null) return said;
  const side = known ? 'above' : 'below';
  const compared = `${formatScore(Math.abs(margin))} ${side} the threshold ${formatScore(threshold)}`;
  return known ? `${said}, ${compared}` : `Unknown: the nearest class is ${said}, ${compared}`;
}

function aheadOf({ label, score, behind }: NonNullable<Why['runnerUp']>): string {
  return `Runner-up ${label} ${formatScore(score)}, ${formatScore(behind)} behind`;
}

function atWhichThreshold(label: string, known: boolean, similarity: number): string {
  const limit = formatScore(similarity);
  return known ? `Unknown with a threshold above ${limit}` : `${label} with a threshold of at most ${limit}`;
}

/** A factor in words: `1.3 times`, `18 times`, `over 1,000 times`. */
function timesInWords(factor: number): string {
  if (!(factor < 1000)) return 'over 1,000 times';
  return `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times`;
}
