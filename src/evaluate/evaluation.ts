import type { Prediction } from '../base/prediction.ts';
import { clusters } from '../metrics/bootstrap.ts';
import { aurocDifference } from './auroc-difference.ts';
import { opennessOf } from './evidence-of.ts';
import type { ClassifierOutcome, GalleryOutcome, LabelledPrediction } from './labelled-prediction.ts';
import {
  measureAnswer,
  measureAnswerUnknown,
  measureClassifier,
  measureClassifierUnknown,
  measureGallery,
  measureGalleryUnknown,
} from './measure-approach.ts';
import type { Evaluation, UnknownResult } from './results.ts';
import type { Resampling } from './share-interval.ts';

/** Outcomes of both approaches; null if an approach is missing, or if there are no strangers. */
export type EvaluationInput = {
  readonly classifier: readonly ClassifierOutcome[] | null;
  /** On the same pictures in the same order. */
  readonly gallery: readonly GalleryOutcome[] | null;
  /** Of the one answer, in the same order; absent: it is not measured. */
  readonly answer?: readonly LabelledPrediction[];
  /** Predictions on pictures of no known class, in the same order for both. */
  readonly strangers: StrangerPredictions | null;
};

/** Predictions on strangers; null if the approach is missing. */
export type StrangerPredictions = {
  readonly classifier: readonly Prediction[] | null;
  readonly gallery: readonly Prediction[] | null;
  readonly answer?: readonly Prediction[];
};

/** Options of evaluating. */
export type EvaluationOptions = Resampling & {
  /** The false accept rate that calibration promised for the gallery's threshold; null if it promised none. */
  readonly promised?: number | null;
};

/** Measures the approaches that exist on the same pictures. Throws `empty` if there is nothing to measure on. */
export function evaluation(observed: EvaluationInput, options: EvaluationOptions = {}): Evaluation {
  const { classifier, gallery, answer, strangers } = observed;
  const measurable = answer && answer.length > 0 ? answer : null;
  return {
    classifier: classifier && measureClassifier(classifier, options),
    gallery: gallery && measureGallery(gallery, options),
    answer: measurable && measureAnswer(measurable, options),
    unknown: strangers && {
      ...unknownResult(classifier, gallery, strangers, options),
      answer: measurable && strangers.answer ? measureAnswerUnknown(measurable, strangers.answer) : null,
    },
  };
}

function unknownResult(
  classifier: readonly LabelledPrediction[] | null,
  gallery: readonly LabelledPrediction[] | null,
  strangers: StrangerPredictions,
  options: EvaluationOptions,
): Omit<UnknownResult, 'answer'> {
  const byClassifier = classifier && strangers.classifier && { known: classifier, strangers: strangers.classifier };
  const byGallery = gallery && strangers.gallery && { known: gallery, strangers: strangers.gallery };
  return {
    samples: (byClassifier ?? byGallery)?.strangers.length ?? 0,
    classifier: byClassifier && measureClassifierUnknown(byClassifier.known, byClassifier.strangers),
    gallery: byGallery && measureGalleryUnknown(byGallery.known, byGallery.strangers, options),
    difference: byClassifier && byGallery && difference(byGallery, byClassifier, options),
  };
}

type KnownAndStrangers = { readonly known: readonly LabelledPrediction[]; readonly strangers: readonly Prediction[] };

function difference(first: KnownAndStrangers, second: KnownAndStrangers, resampling: Resampling) {
  const together = clusters(first.known.map(({ group }) => group));
  return aurocDifference(
    opennessOf(first.known, first.strangers),
    opennessOf(second.known, second.strangers),
    together,
    resampling,
  );
}
