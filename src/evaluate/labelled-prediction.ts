import type { Prediction } from '../base/prediction.ts';
import type { Retrieval } from '../metrics/evidence.ts';

/** Prediction of one approach for one labelled picture. */
export type LabelledPrediction = {
  /** The true class. */
  readonly truth: string;
  /** Pictures that belong together share a group; null if it belongs to none. */
  readonly group: string | null;
  readonly prediction: Prediction;
};

/** An outcome of the classifier, with what its probabilities say of the true class. */
export type ClassifierOutcome = LabelledPrediction & {
  readonly probabilityOfTruth: number;
  /** Rank of the true class among all; 1 is best; ties rank in the order of classes. */
  readonly rankOfTruth: number;
};

/** An outcome of the gallery; `retrieval` is null if no picture of the true class is enrolled. */
export type GalleryOutcome = LabelledPrediction & { readonly retrieval: Retrieval | null };

/** The best class before any threshold; null if there was no candidate. */
export function bestLabel({ candidates }: Prediction): string | null {
  return candidates[0]?.label ?? null;
}

/** Whether the best class is the true one, threshold not applied. */
export function isCorrect({ truth, prediction }: LabelledPrediction): boolean {
  return bestLabel(prediction) === truth;
}

/** [N], 1 if the best class is the true one, else 0. */
export function correctness(outcomes: readonly LabelledPrediction[]): Uint8Array {
  return Uint8Array.from(outcomes, (outcome) => (isCorrect(outcome) ? 1 : 0));
}

/**
 * Adds the probability and rank of the true class, taken from a row of probabilities [C]. `truthIndex` is its column.
 */
export function classifierOutcome(
  outcome: LabelledPrediction,
  probabilities: Float32Array,
  truthIndex: number,
): ClassifierOutcome {
  const probabilityOfTruth = probabilities[truthIndex];
  let rankOfTruth = 1;
  for (let c = 0; c < probabilities.length; c++) {
    const goesFirst = c < truthIndex ? probabilities[c] >= probabilityOfTruth : probabilities[c] > probabilityOfTruth;
    if (goesFirst) rankOfTruth++;
  }
  return { ...outcome, probabilityOfTruth, rankOfTruth };
}
