import { internalError } from '../base/error.ts';
import { clusters } from '../metrics/bootstrap.ts';
import { mcnemar } from '../metrics/mcnemar.ts';
import { mean } from '../metrics/mean.ts';
import { pairedCounts } from '../metrics/paired-counts.ts';
import { curvesOf } from './curves.ts';
import { type EvaluationInput, type EvaluationOptions, evaluation } from './evaluation.ts';
import { correctness, type LabelledPrediction } from './labelled-prediction.ts';
import type { Comparison, Costs, Curve, Difference, LearningCurve } from './results.ts';
import { differenceInterval, type Resampling } from './share-interval.ts';
import { verdict } from './verdict.ts';

/** Costs of both approaches. */
export type BothCosts = { readonly classifier: Costs; readonly gallery: Costs };

/** Options of comparing. */
export type ComparisonOptions = EvaluationOptions & {
  /** Further curves, such as a learning curve; they come after those of the outcomes. */
  readonly curves?: readonly (Curve | LearningCurve)[];
};

/**
 * Compares both approaches on the same pictures: scores, costs, paired difference, curves and a verdict. Throws `empty`
 * if there is nothing to measure on.
 */
export function compareApproaches(
  observed: EvaluationInput,
  costs: BothCosts,
  options: ComparisonOptions = {},
): Comparison {
  const { classifier, gallery, answer, unknown } = evaluation(observed, options);
  const findings = {
    classifier: classifier && { ...classifier, costs: costs.classifier },
    gallery: gallery && { ...gallery, costs: costs.gallery },
    answer,
    unknown,
    difference:
      observed.classifier && observed.gallery && accuracyDifference(observed.gallery, observed.classifier, options),
  };
  const samples = (observed.classifier ?? observed.gallery ?? []).length;
  return {
    ...findings,
    curves: [...curvesOf(observed), ...(options.curves ?? [])],
    verdict: verdict({ ...findings, samples }),
  };
}

/** Accuracy of `first` minus that of `second`, outcomes of the same pictures in the same order. */
export function accuracyDifference(
  first: readonly LabelledPrediction[],
  second: readonly LabelledPrediction[],
  resampling: Resampling = {},
): Difference {
  requireSamePictures(first, second);
  const [a, b] = [correctness(first), correctness(second)];
  const { onlyFirst, onlySecond } = pairedCounts(a, b);
  return {
    accuracy: mean(a) - mean(b),
    interval: differenceInterval(a, b, clusters(first.map(({ group }) => group)), resampling),
    p: mcnemar(onlyFirst, onlySecond),
  };
}

function requireSamePictures(first: readonly LabelledPrediction[], second: readonly LabelledPrediction[]): void {
  const same = first.length === second.length && first.every(({ truth }, i) => truth === second[i].truth);
  if (!same) throw internalError('the approaches were measured on different pictures');
}
