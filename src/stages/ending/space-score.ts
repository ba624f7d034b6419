import { type Matrix, takeRows } from '../../base/matrix.ts';
import type { EvaluationPairs } from '../../data/annotations/evaluation-pairs.ts';
import { renumbered } from '../../data/renumbered.ts';
import type { Product } from '../../linalg/product.ts';
import type { Interval } from '../../metrics/interval.ts';
import { wilson } from '../../metrics/wilson.ts';
import { classificationScores } from '../../train/validation/classification-scores.ts';
import { comparisonScores } from '../../train/validation/comparison-scores.ts';
import { retrieved } from '../../train/validation/retrieval-scores.ts';
import type { HeldOutPaths } from '../views/stage-views.ts';
import { firstRows } from './fitted-space.ts';
import type { KnownPictures } from './whitening-pictures.ts';

/** The pictures by which embeddings are scored. */
export type Scoring = {
  readonly known: KnownPictures;
  readonly measured: HeldOutPaths;
  /** Pairs or triplets of the measured pictures; null: their classes score. */
  readonly evaluationPairs: EvaluationPairs | null;
};

/** The measure of validation, a share in 0..1, and its 95 % interval. */
export type Score = { readonly value: number; readonly interval: Interval };

/**
 * Scores embeddings of the known pictures and then of the measured ones: by evaluation pairs where there are some; new
 * classes by their nearest picture; known classes by the nearest mean.
 */
export async function scoreOf(
  embeddings: Matrix,
  { known, measured, evaluationPairs }: Scoring,
  product: Product,
): Promise<Score> {
  const { labels, strangeClasses } = measured;
  const own = takeRows(
    embeddings,
    Array.from(labels, (_, i) => known.identities.length + i),
  );
  if (evaluationPairs) {
    const { verification, ordered, low, high } = comparisonScores(own, evaluationPairs);
    return { value: verification ?? ordered, interval: [low, high] };
  }
  if (strangeClasses !== null) {
    const { recallAt1, low, high } = await retrieved({ embeddings: own, labels, classes: strangeClasses }, product);
    return { value: recallAt1, interval: [low, high] };
  }
  const { of, count } = renumbered(known.identities);
  const references = { embeddings: firstRows(embeddings, known.identities.length), labels: of(known.identities) };
  const { nearest } = classificationScores({ embeddings: own, labels: of(labels), logits: null }, references, count);
  return { value: nearest, interval: wilson(nearest * labels.length, labels.length) };
}
