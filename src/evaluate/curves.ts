import { riskCoverage } from '../metrics/risk-coverage.ts';
import { rocCurve } from '../metrics/roc-curve.ts';
import type { EvaluationInput } from './evaluation.ts';
import { opennessOf } from './evidence-of.ts';
import { correctness, type LabelledPrediction } from './labelled-prediction.ts';
import type { Curve } from './results.ts';

/** Titles and axes by the name of a curve. A report titles any other curve with its name. */
export const curveTitles = {
  coverage: {
    title: 'Answering only when sure',
    x: 'share of pictures answered, surest first',
    y: 'of these, named rightly',
  },
  strangers: {
    title: 'Letting known pictures in, keeping strangers out',
    x: 'strangers accepted',
    y: 'known pictures accepted',
  },
  unknown: {
    title: 'Known or unknown, by classes that played strangers',
    x: 'strangers accepted',
    y: 'own pictures accepted',
  },
  learning: {
    title: 'Learning from more pictures',
    x: 'pictures of each class learned from, at most',
    y: 'named rightly',
  },
} as const;

/** 0.01, 0.02, ... 1. */
const hundredths = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);

/** The curves that follow from the outcomes: `coverage` and, if there are strangers, `strangers`. */
export function curvesOf({ classifier, gallery, strangers }: EvaluationInput): Curve[] {
  const coverage = {
    name: 'coverage',
    x: hundredths,
    classifier: coverageCurve(classifier),
    gallery: coverageCurve(gallery),
  };
  if (strangers === null) return [coverage];
  const x = [0, ...hundredths];
  const roc = (known: readonly LabelledPrediction[] | null, unknown: typeof strangers.classifier) =>
    known && unknown ? rocCurve(opennessOf(known, unknown), x) : [];
  return [
    coverage,
    {
      name: 'strangers',
      x,
      classifier: roc(classifier, strangers.classifier),
      gallery: roc(gallery, strangers.gallery),
    },
  ];
}

function coverageCurve(outcomes: readonly LabelledPrediction[] | null): number[] {
  if (outcomes === null) return [];
  const confidence = Float64Array.from(outcomes, ({ prediction }) => prediction.score);
  return riskCoverage(confidence, correctness(outcomes), hundredths);
}
