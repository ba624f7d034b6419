import { accuracy } from './accuracy.ts';
import { adjustedMutualInformation } from './adjusted-mutual-information.ts';
import { auroc } from './auroc.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { equalErrorRate } from './equal-error-rate.ts';
import type { Answers, Certainty, Contingency, Openness, PairCounts, Rankings, Retrieval } from './evidence.ts';
import { expectedCalibrationError } from './expected-calibration-error.ts';
import { falseAcceptAt } from './false-accept.ts';
import { largestLogLoss, logLoss } from './log-loss.ts';
import { macroF1 } from './macro-f1.ts';
import { mean } from './mean.ts';
import type { Measure } from './measure.ts';
import { oscr } from './oscr.ts';
import { topK } from './top-k.ts';
import { trueAcceptAt } from './true-accept.ts';
import { verificationAuroc } from './verification-auroc.ts';

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

/** Measures of finding pictures of one's own class among all the others, each a mean over the queries. */
export const rankingMeasures = {
  recallAt1: {
    measure: ({ firstPlaces }) => topK(firstPlaces, 1),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Recall@1',
    meaning: 'Share of the pictures whose nearest other picture is of their class.',
  },
  recallAt2: {
    measure: ({ firstPlaces }) => topK(firstPlaces, 2),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Recall@2',
    meaning: 'Share of the pictures with one of their class among the two nearest others.',
  },
  recallAt4: {
    measure: ({ firstPlaces }) => topK(firstPlaces, 4),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Recall@4',
    meaning: 'Share of the pictures with one of their class among the four nearest others.',
  },
  recallAt8: {
    measure: ({ firstPlaces }) => topK(firstPlaces, 8),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Recall@8',
    meaning: 'Share of the pictures with one of their class among the eight nearest others.',
  },
  mapAtR: {
    measure: ({ averagePrecisionAtR }) => mean(averagePrecisionAtR),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'mAP@R',
    meaning: 'How purely the nearest pictures, as many as the class has, are of the class, the nearest counting most.',
  },
  rPrecision: {
    measure: ({ rPrecision }) => mean(rPrecision),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'R-precision',
    meaning: 'Share of the nearest pictures, as many as the class has, that are of the class.',
  },
} satisfies Record<string, Measure<Rankings>>;

/** Measures of telling two pictures of one class from two of different ones by their similarity. */
export const verificationMeasures = {
  verificationAuroc: {
    measure: verificationAuroc,
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Verification AUC',
    meaning: 'Chance that two pictures of one class are more alike than two of different classes.',
  },
  equalErrorRate: {
    measure: equalErrorRate,
    best: 0,
    worst: 1,
    unit: 'share',
    title: 'Equal error rate',
    meaning: 'Share wrong at the limit where one class is taken for two as often as two are for one.',
  },
  trueAcceptAt1In100: {
    measure: (pairs) => trueAcceptAt(1e-2, pairs),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Accepted at 1 in 100',
    meaning: 'Share of the pairs of one class accepted where 1 in 100 pairs of different classes is (TAR at FAR 1e-2).',
  },
  trueAcceptAt1In1000: {
    measure: (pairs) => trueAcceptAt(1e-3, pairs),
    best: 1,
    worst: 0,
    unit: 'share',
    title: 'Accepted at 1 in 1,000',
    meaning:
      'Share of the pairs of one class accepted where 1 in 1,000 pairs of different classes is (TAR at FAR 1e-3).',
  },
} satisfies Record<string, Measure<PairCounts>>;

/** Measures of groups that were found without labels. */
export const groupingMeasures = {
  ami: {
    measure: adjustedMutualInformation,
    best: 1,
    worst: -1,
    unit: 'number',
    title: 'AMI',
    meaning: 'How well groups found without labels match the classes: 1 is wholly, 0 is no better than chance.',
  },
} satisfies Record<string, Measure<Contingency>>;
