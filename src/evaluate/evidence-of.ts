import type { Prediction } from '../base/prediction.ts';
import type { ClassPredictions, ClassProbabilities, OpenSetScores } from '../metrics/evidence.ts';
import { bestLabel, type ClassifierOutcome, correctness, type LabelledPrediction } from './labelled-prediction.ts';

/** True and best classes as class indices, threshold not applied; -1 if there was no candidate class. */
export function answersOf(outcomes: readonly LabelledPrediction[]): ClassPredictions {
  const numbers = new Map<string, number>();
  const numberOf = (label: string) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  };
  const truth = Int32Array.from(outcomes, (outcome) => numberOf(outcome.truth));
  const answers = Int32Array.from(outcomes, ({ prediction }) => {
    const label = bestLabel(prediction);
    return label === null ? -1 : numberOf(label);
  });
  return { truth, answers };
}

/** The classifier's probabilities as evidence for metrics. */
export function certaintyOf(outcomes: readonly ClassifierOutcome[]): ClassProbabilities {
  return {
    confidence: Float64Array.from(outcomes, ({ prediction }) => prediction.score),
    correct: correctness(outcomes),
    probabilityOfTruth: Float64Array.from(outcomes, ({ probabilityOfTruth }) => probabilityOfTruth),
    rankOfTruth: Int32Array.from(outcomes, ({ rankOfTruth }) => rankOfTruth),
  };
}

/** Familiarity scores of known pictures and strangers as evidence for metrics. */
export function opennessOf(known: readonly LabelledPrediction[], strangers: readonly Prediction[]): OpenSetScores {
  return {
    known: Float64Array.from(known, ({ prediction }) => prediction.familiarity),
    correct: correctness(known),
    strangers: Float64Array.from(strangers, ({ familiarity }) => familiarity),
  };
}
