import type { Prediction } from '../base/prediction.ts';
import { clusters } from '../metrics/bootstrap.ts';
import { aurocDifference } from './auroc-difference.ts';
import { opennessOf } from './evidence-of.ts';
import { measureClassifier, measureGallery, measureGalleryUnknown, measureUnknown } from './measure-approach.ts';
import type { ClassifierOutcome, GalleryOutcome, Outcome } from './outcome.ts';
import type { Evaluation, UnknownResult } from './results.ts';
import type { Resampling } from './share-interval.ts';

/** What the approaches said; null for an approach that is missing, and for strangers where there are none. */
export type Observed = {
  readonly classifier: readonly ClassifierOutcome[] | null;
  /** Of the same pictures in the same order. */
  readonly gallery: readonly GalleryOutcome[] | null;
  /** What each present approach said of pictures that belong to no known class, in one order. */
  readonly strangers: Strangers | null;
};

/** Predictions of strangers; null for an approach that is missing. */
export type Strangers = {
  readonly classifier: readonly Prediction[] | null;
  readonly gallery: readonly Prediction[] | null;
};

/** Options of evaluating. */
export type EvaluationOptions = Resampling & {
  /** The false accept that the gallery's calibration promised; null for no promise. */
  readonly promised?: number | null;
};

/** Measures every approach that there is, on the same pictures. Throws `empty` where there is nothing to measure on. */
export function evaluation(observed: Observed, options: EvaluationOptions = {}): Evaluation {
  const { classifier, gallery, strangers } = observed;
  return {
    classifier: classifier && measureClassifier(classifier, options),
    gallery: gallery && measureGallery(gallery, options),
    unknown: strangers && unknownResult(classifier, gallery, strangers, options),
  };
}

function unknownResult(
  classifier: readonly Outcome[] | null,
  gallery: readonly Outcome[] | null,
  strangers: Strangers,
  options: EvaluationOptions,
): UnknownResult {
  const byClassifier = classifier && strangers.classifier && { known: classifier, strangers: strangers.classifier };
  const byGallery = gallery && strangers.gallery && { known: gallery, strangers: strangers.gallery };
  return {
    samples: (byClassifier ?? byGallery)?.strangers.length ?? 0,
    classifier: byClassifier && measureUnknown(byClassifier.known, byClassifier.strangers),
    gallery: byGallery && measureGalleryUnknown(byGallery.known, byGallery.strangers, options),
    difference: byClassifier && byGallery && difference(byGallery, byClassifier, options),
  };
}

type Seen = { readonly known: readonly Outcome[]; readonly strangers: readonly Prediction[] };

function difference(first: Seen, second: Seen, resampling: Resampling) {
  const together = clusters(first.known.map(({ group }) => group));
  return aurocDifference(
    opennessOf(first.known, first.strangers),
    opennessOf(second.known, second.strangers),
    together,
    resampling,
  );
}
