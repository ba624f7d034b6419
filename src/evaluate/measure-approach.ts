import { DiscernError } from '../base/error.ts';
import type { Prediction } from '../base/prediction.ts';
import { clusters } from '../metrics/bootstrap.ts';
import { answerMetrics, openSetMetrics, probabilityMetrics, retrievalMetrics } from '../metrics/catalogue.ts';
import { mean } from '../metrics/mean.ts';
import { computeAll } from '../metrics/metric.ts';
import { weightedCalibrationError } from '../metrics/weighted-calibration-error.ts';
import { answersOf, certaintyOf, opennessOf } from './evidence-of.ts';
import {
  type ClassifierOutcome,
  correctness,
  type GalleryOutcome,
  isCorrect,
  type LabelledPrediction,
} from './labelled-prediction.ts';
import type {
  AnswerScores,
  AnswerUnknownScores,
  ClassifierScores,
  ClassifierUnknownScores,
  GalleryScores,
  GalleryUnknownScores,
  UnknownScores,
} from './results.ts';
import { type Resampling, shareInterval } from './share-interval.ts';

/** Scores of the classifier on labelled pictures. Throws `empty` if there are none. */
export function measureClassifier(
  outcomes: readonly ClassifierOutcome[],
  resampling: Resampling = {},
): ClassifierScores {
  const hasThreshold = outcomes.some(({ prediction }) => prediction.threshold !== null);
  return {
    ...measureAnswers(outcomes, resampling),
    ...computeAll(probabilityMetrics, certaintyOf(outcomes)),
    ...(hasThreshold ? acceptance(outcomes) : { accepted: null, acceptedAccuracy: null }),
  };
}

/** Scores of the gallery on labelled pictures. Throws `empty` if there are none. */
export function measureGallery(outcomes: readonly GalleryOutcome[], resampling: Resampling = {}): GalleryScores {
  const retrievals = outcomes.flatMap(({ retrieval }) => retrieval ?? []);
  return {
    ...measureAnswers(outcomes, resampling),
    ...computeAll(retrievalMetrics, retrievals),
    ...acceptance(outcomes),
  };
}

/** Scores of the one answer on labelled pictures. Throws `empty` if there are none. */
export function measureAnswer(outcomes: readonly LabelledPrediction[], resampling: Resampling = {}): AnswerScores {
  return { ...measureAnswers(outcomes, resampling), ...acceptance(outcomes) };
}

/** The one answer on known pictures and strangers, each kind weighing half. */
export function measureAnswerUnknown(
  known: readonly LabelledPrediction[],
  strangers: readonly Prediction[],
): AnswerUnknownScores {
  const answers = [
    ...known.map(({ truth, prediction }) => ({
      ...{ right: prediction.label === truth, confidence: prediction.score, weight: 0.5 / known.length },
    })),
    ...strangers.map((prediction) => ({
      ...{ right: !prediction.known, confidence: prediction.score, weight: 0.5 / strangers.length },
    })),
  ];
  return {
    ...measureUnknown(known, strangers),
    falseAccept: knownShare(strangers),
    right: answers.reduce((sum, { right, weight }) => sum + (right ? weight : 0), 0),
    confidenceError: weightedCalibrationError(answers),
  };
}

/** How well familiarity separates known pictures from strangers. Throws `empty` if either are missing. */
export function measureUnknown(known: readonly LabelledPrediction[], strangers: readonly Prediction[]): UnknownScores {
  requireSome(known, 'a labelled picture');
  requireSome(strangers, 'a picture of a stranger');
  return computeAll(openSetMetrics, opennessOf(known, strangers));
}

/**
 * The same for the gallery, with the share of strangers that its threshold accepts and the share that calibration
 * promised.
 */
export function measureGalleryUnknown(
  known: readonly LabelledPrediction[],
  strangers: readonly Prediction[],
  { promised = null }: { readonly promised?: number | null } = {},
): GalleryUnknownScores {
  return { ...measureUnknown(known, strangers), falseAccept: knownShare(strangers), promised };
}

/** The same for the classifier, with the share of strangers that its threshold accepts. */
export function measureClassifierUnknown(
  known: readonly LabelledPrediction[],
  strangers: readonly Prediction[],
): ClassifierUnknownScores {
  const hasThreshold = strangers.some(({ threshold }) => threshold !== null);
  return { ...measureUnknown(known, strangers), falseAccept: hasThreshold ? knownShare(strangers) : null };
}

function knownShare(predictions: readonly Prediction[]): number {
  return mean(predictions.map(({ known }) => (known ? 1 : 0)));
}

/** The share of pictures that are taken for known, and the share of these that are named rightly. */
function acceptance(outcomes: readonly LabelledPrediction[]) {
  const accepted = outcomes.filter(({ prediction }) => prediction.known);
  return {
    accepted: accepted.length / outcomes.length,
    acceptedAccuracy: accepted.length === 0 ? null : accepted.filter(isCorrect).length / accepted.length,
  };
}

function measureAnswers(outcomes: readonly LabelledPrediction[], resampling: Resampling) {
  requireSome(outcomes, 'a labelled picture');
  const together = clusters(outcomes.map(({ group }) => group));
  return {
    ...computeAll(answerMetrics, answersOf(outcomes)),
    interval: shareInterval(correctness(outcomes), together, resampling),
  };
}

function requireSome(items: readonly unknown[], what: string): void {
  if (items.length > 0) return;
  throw new DiscernError('empty', 'there is nothing to measure on', {
    given: 'no picture that could be used',
    expected: `at least ${what}`,
    todo: 'give pictures that can be read, of classes that were learned',
  });
}
