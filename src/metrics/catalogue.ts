import { accuracy } from './accuracy.ts';
import { adjustedMutualInformation } from './adjusted-mutual-information.ts';
import { auroc } from './auroc.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { equalErrorRate } from './equal-error-rate.ts';
import type {
  ClassPredictions,
  ClassProbabilities,
  Contingency,
  OpenSetScores,
  PairCounts,
  Rankings,
  Retrieval,
} from './evidence.ts';
import { expectedCalibrationError } from './expected-calibration-error.ts';
import { fprAt95 } from './false-positive-rate.ts';
import { logLoss } from './log-loss.ts';
import { macroF1 } from './macro-f1.ts';
import { mapAtR } from './map-at-r.ts';
import { meanRPrecision } from './mean-r-precision.ts';
import type { Metric } from './metric.ts';
import { nearPicturesRight } from './near-pictures-right.ts';
import { nearestPictureRight } from './nearest-picture-right.ts';
import { oscr } from './oscr.ts';
import { recallAt } from './recall-at.ts';
import { top5 } from './top-k.ts';
import { trueAcceptAt1In100, trueAcceptAt1In1000 } from './true-accept.ts';
import { verificationAuroc } from './verification-auroc.ts';

type Measures<Evidence> = Readonly<Record<string, Metric<Evidence>>>;

/** Metrics of predicted against true classes, for every approach. */
export const answerMetrics = {
  accuracy,
  balancedAccuracy,
  macroF1,
} satisfies Measures<ClassPredictions>;

/** Metrics of a classifier's probabilities. */
export const probabilityMetrics = {
  top5,
  logLoss,
  ece: expectedCalibrationError,
} satisfies Measures<ClassProbabilities>;

/** Metrics of retrieval: finding enrolled pictures of the same class. */
export const retrievalMetrics = {
  recallAt1: nearestPictureRight,
  mapAtR: nearPicturesRight,
} satisfies Measures<readonly Retrieval[]>;

/** Metrics of separating known pictures from strangers by a score. */
export const openSetMetrics = {
  auroc,
  fprAt95,
  oscr,
} satisfies Measures<OpenSetScores>;

/** Metrics of ranking, where each picture is a query among all others. Each must be a mean over the queries. */
export const rankingMetrics = {
  recallAt1: recallAt(1),
  recallAt2: recallAt(2),
  recallAt4: recallAt(4),
  recallAt8: recallAt(8),
  mapAtR,
  rPrecision: meanRPrecision,
} satisfies Measures<Rankings>;

/** Metrics of verification: separating pairs of one class from pairs of two classes by their similarity. */
export const verificationMetrics = {
  verificationAuroc,
  equalErrorRate,
  trueAcceptAt1In100,
  trueAcceptAt1In1000,
} satisfies Measures<PairCounts>;

/** Metrics of groups that were found without labels. */
export const clusteringMetrics = {
  ami: adjustedMutualInformation,
} satisfies Measures<Contingency>;
