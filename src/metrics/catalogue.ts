import { accuracy } from './accuracy.ts';
import { auroc } from './auroc.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import type { Answers, Certainty, Openness, Retrieval } from './evidence.ts';
import { expectedCalibrationError } from './expected-calibration-error.ts';
import { falseAcceptAt } from './false-accept.ts';
import { largestLogLoss, logLoss } from './log-loss.ts';
import { macroF1 } from './macro-f1.ts';
import { mean } from './mean.ts';
import type { Measure } from './measure.ts';
import { oscr } from './oscr.ts';
import { topK } from './top-k.ts';

/** Measures of answers against the truth: they suit every approach. */
export const answerMeasures = {
  accuracy: {
    measure: accuracy,
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Accuracy',
    meaning: 'Share of the pictures named rightly.',
  },
  balancedAccuracy: {
    measure: balancedAccuracy,
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Balanced accuracy',
    meaning: 'The same, every class counting alike, however many pictures it has.',
  },
  macroF1: {
    measure: macroF1,
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Macro F1',
    meaning: 'Found and not over-claimed, averaged over the classes.',
  },
} satisfies Record<string, Measure<Answers>>;

/** Measures of a classifier's probabilities. */
export const certaintyMeasures = {
  top5: {
    measure: ({ rankOfTruth }) => topK(rankOfTruth, 5),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Top 5',
    meaning: 'Share of the pictures whose class is among the five likeliest.',
  },
  logLoss: {
    measure: ({ probabilityOfTruth }) => logLoss(probabilityOfTruth),
    best: 0,
    worst: largestLogLoss,
    unit: 'number',
    title: 'Log loss',
    meaning: 'How surprised the probabilities are by the truth; 0 is never.',
  },
  ece: {
    measure: ({ confidence, correct }) => expectedCalibrationError(confidence, correct),
    best: 0,
    worst: 1,
    unit: 'share',
    title: 'Calibration error',
    meaning: 'How far the stated probability is from the share that is right.',
  },
} satisfies Record<string, Measure<Certainty>>;

/** Measures of finding pictures of the same class among the enrolled. */
export const retrievalMeasures = {
  recallAt1: {
    measure: (queries) => mean(queries.map(({ firstIsRight }) => firstIsRight)),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Nearest picture right',
    meaning: 'Share of the pictures whose nearest enrolled picture is of their class (recall@1).',
  },
  mapAtR: {
    measure: (queries) => mean(queries.map(({ averagePrecisionAtR }) => averagePrecisionAtR)),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'All near pictures right',
    meaning: 'How purely the nearest enrolled pictures are of the same class (mAP@R).',
  },
} satisfies Record<string, Measure<readonly Retrieval[]>>;

/** Measures of telling known pictures from strangers by a score. */
export const openMeasures = {
  auroc: {
    measure: auroc,
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'AUROC',
    meaning: 'Chance that a known picture looks more familiar than a stranger; 50 % is guessing.',
  },
  fprAt95: {
    measure: (openness) => falseAcceptAt(0.95, openness),
    best: 0,
    worst: 1,
    unit: 'share',
    title: 'Strangers accepted at 95 %',
    meaning: 'Share of the strangers accepted where 95 % of the known pictures are.',
  },
  oscr: {
    measure: oscr,
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'OSCR',
    meaning: 'Chance that a known picture is named rightly and looks more familiar than a stranger.',
  },
} satisfies Record<string, Measure<Openness>>;
