import type { Prediction } from '../base/prediction.ts';
import type { Retrieval } from '../metrics/evidence.ts';

/** What one approach said of one picture whose true class it knows. */
export type Outcome = {
  /** The true class. */
  readonly truth: string;
  /** Pictures that belong together share it; null: stands alone. */
  readonly group: string | null;
  readonly prediction: Prediction;
};

/** An outcome of the classifier, with what its whole row of probabilities said of the truth. */
export type ClassifierOutcome = Outcome & {
  readonly probabilityOfTruth: number;
  /** The place of the true class among all, 1 is best, ties in the order of classes. */
  readonly rankOfTruth: number;
};

/** An outcome of the gallery; `retrieval` is null where no picture of the true class is enrolled. */
export type GalleryOutcome = Outcome & { readonly retrieval: Retrieval | null };

/** The winning class before any threshold; null where there was no class to choose from. */
export function bestLabel({ candidates }: Prediction): string | null {
  return candidates[0]?.label ?? null;
}

/** Whether the best class is the true one, threshold not applied. */
export function isRight({ truth, prediction }: Outcome): boolean {
  return bestLabel(prediction) === truth;
}

/** [N], 1 where the best class is the true one. */
export function rightness(outcomes: readonly Outcome[]): Uint8Array {
  return Uint8Array.from(outcomes, (outcome) => (isRight(outcome) ? 1 : 0));
}

/**
 * Keeps of a row of probabilities [C] what measuring needs: the true class's probability and place.
 * `truthIndex` is the true class's column.
 */
export function classifierOutcome(
  outcome: Outcome,
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
