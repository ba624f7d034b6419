import type { Prediction } from '../base/prediction.ts';
import type { Answers, Certainty, Openness } from '../metrics/evidence.ts';
import { bestLabel, type ClassifierOutcome, type Outcome, rightness } from './outcome.ts';

/** True and best classes as class indices, threshold not applied; -1 if there was no candidate class. */
export function answersOf(outcomes: readonly Outcome[]): Answers {
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
export function certaintyOf(outcomes: readonly ClassifierOutcome[]): Certainty {
  return {
    confidence: Float64Array.from(outcomes, ({ prediction }) => prediction.score),
    correct: rightness(outcomes),
    probabilityOfTruth: Float64Array.from(outcomes, ({ probabilityOfTruth }) => probabilityOfTruth),
    rankOfTruth: Int32Array.from(outcomes, ({ rankOfTruth }) => rankOfTruth),
  };
}

/** Familiarity scores of known pictures and strangers as evidence for metrics. */
export function opennessOf(known: readonly Outcome[], strangers: readonly Prediction[]): Openness {
  return {
    known: Float64Array.from(known, ({ prediction }) => prediction.familiarity),
    correct: rightness(known),
    strangers: Float64Array.from(strangers, ({ familiarity }) => familiarity),
  };
}
