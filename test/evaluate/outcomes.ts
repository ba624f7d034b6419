import type { Prediction } from '../../src/base/prediction.ts';
import type { ClassifierOutcome, GalleryOutcome } from '../../src/evaluate/labelled-prediction.ts';

/** A prediction that ranks `labels` in order, the first with `score`. */
export function predicts(labels: readonly string[], score: number, threshold: number | null = null): Prediction {
  const known = threshold === null || score >= threshold;
  return {
    label: known ? labels[0] : null,
    known,
    score,
    threshold,
    familiarity: score,
    runnerUp: null,
    candidates: labels.map((label, i) => ({ label, score: score - i / 10 })),
    nearest: [],
  };
}

export function classifierSays(truth: string, label: string, { score = 0.9, group = null as string | null } = {}) {
  const right = truth === label;
  const outcome: ClassifierOutcome = {
    truth,
    group,
    prediction: predicts([label], score),
    probabilityOfTruth: right ? score : (1 - score) / 2,
    rankOfTruth: right ? 1 : 2,
  };
  return outcome;
}

export function gallerySays(truth: string, label: string, { score = 0.9, group = null as string | null } = {}) {
  const right = truth === label ? 1 : 0;
  const outcome: GalleryOutcome = {
    truth,
    group,
    prediction: predicts([label], score, 0.5),
    retrieval: { firstIsRight: right, averagePrecisionAtR: right / 2 },
  };
  return outcome;
}
