import { byCodePoint } from '../base/hash.ts';
import { confusions } from './confusions.ts';
import { isCorrect, type LabelledPrediction } from './labelled-prediction.ts';

/** Results on the pictures of one class. */
export type ClassScores = {
  readonly label: string;
  /** Pictures of the class that were measured. */
  readonly pictures: number;
  /** Shares of them named rightly, 0..1; null if the approach is missing. */
  readonly classifier: number | null;
  readonly gallery: number | null;
  /** The class that both approaches together most often mistook its pictures for; null if they made no mistake. */
  readonly confusedWith: { readonly label: string; readonly times: number } | null;
};

/** Outcomes of both approaches on the same pictures; null if an approach is missing. */
export type BothOutcomes = {
  readonly classifier: readonly LabelledPrediction[] | null;
  readonly gallery: readonly LabelledPrediction[] | null;
};

/**
 * Scores of every class that was measured, worst first: by the better approach, then by their sum, then in code-point
 * order.
 */
export function scoresByClass({ classifier, gallery }: BothOutcomes): ClassScores[] {
  const confused = confusions([...(classifier ?? []), ...(gallery ?? [])]);
  const worst = new Map(
    confused.toReversed().map(({ truth, answer, pictures }) => [truth, { label: answer, times: pictures.length }]),
  );
  const [byClassifier, byGallery] = [classifier, gallery].map((outcomes) => outcomes && sharesRight(outcomes));
  const counts = byClassifier ?? byGallery ?? new Map<string, Tally>();
  return Array.from(counts, ([label, { pictures }]) => ({
    label,
    pictures,
    classifier: shareOf(byClassifier?.get(label)),
    gallery: shareOf(byGallery?.get(label)),
    confusedWith: worst.get(label) ?? null,
  })).sort((a, b) => best(a) - best(b) || sum(a) - sum(b) || byCodePoint(a.label, b.label));
}

type Tally = { readonly pictures: number; readonly right: number };

function sharesRight(outcomes: readonly LabelledPrediction[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const outcome of outcomes) {
    const { pictures, right } = tallies.get(outcome.truth) ?? { pictures: 0, right: 0 };
    tallies.set(outcome.truth, { pictures: pictures + 1, right: right + (isCorrect(outcome) ? 1 : 0) });
  }
  return tallies;
}

function shareOf(tally: Tally | undefined): number | null {
  return tally ? tally.right / tally.pictures : null;
}

function best({ classifier, gallery }: ClassScores): number {
  return Math.max(classifier ?? 0, gallery ?? 0);
}

function sum({ classifier, gallery }: ClassScores): number {
  return (classifier ?? 0) + (gallery ?? 0);
}
