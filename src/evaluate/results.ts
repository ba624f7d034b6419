import type { ClassDifference } from '../bundle/class-difference.ts';
import type { Skipped } from '../data/embedding/embedded.ts';
import type { SuspectPicture } from '../fit/clean-labels.ts';
import type { Whole } from '../fit/held-out/scenes.ts';
import type { TradeOffs } from '../fit/open-set/calibrate-fitted.ts';
import type { Threshold } from '../gallery/threshold.ts';
import type { answerMetrics, openSetMetrics, probabilityMetrics, retrievalMetrics } from '../metrics/catalogue.ts';
import type { Interval } from '../metrics/interval.ts';
import type { Scores } from '../metrics/metric.ts';
import type { Cautions } from './cautions.ts';
import type { TogetherResult } from './together.ts';
import type { VerificationReport } from './verification.ts';

/** Scores of the classifier; `interval` is that of accuracy. */
export type ClassifierScores = { readonly interval: Interval } & Scores<
  typeof answerMetrics & typeof probabilityMetrics
> & {
    /** Share of the measured pictures that its threshold accepts; null if it has none. */
    readonly accepted: number | null;
    /** Share of the accepted pictures that are named rightly; null if none is accepted, or without a threshold. */
    readonly acceptedAccuracy: number | null;
  };

/**
 * Scores of the gallery; accuracy and the other answer metrics ignore the threshold. `interval` is that of accuracy.
 */
export type GalleryScores = { readonly interval: Interval } & Scores<typeof answerMetrics & typeof retrievalMetrics> & {
    /** Share of the measured pictures, all of known classes, that the threshold accepts. */
    readonly accepted: number;
    /** Share of the accepted pictures that are named rightly; null if none is accepted. */
    readonly acceptedAccuracy: number | null;
  };

/** Scores of the one answer; accuracy and the other answer metrics ignore whether a picture was taken for unknown. */
export type AnswerScores = { readonly interval: Interval } & Scores<typeof answerMetrics> & {
    /** Share of the measured pictures, all of known classes, that are taken for known. */
    readonly accepted: number;
    /** Share of these that are named rightly; null if there are none. */
    readonly acceptedAccuracy: number | null;
  };

/** How well the one answer separates known pictures from strangers. */
export type AnswerUnknownScores = UnknownScores & {
  /** Share of the strangers that are taken for known. */
  readonly falseAccept: number;
  /** Share of right answers where every second picture is a stranger: named rightly, or rightly unknown. */
  readonly right: number;
  /** The expected calibration error of the confidence, where every second picture is a stranger. */
  readonly confidenceError: number;
};

/** How well an approach separates known pictures from strangers. */
export type UnknownScores = Scores<typeof openSetMetrics>;

/** The same for the classifier, with its threshold. */
export type ClassifierUnknownScores = UnknownScores & {
  /** Share of the strangers that the threshold accepts; null if it has none. */
  readonly falseAccept: number | null;
};

/** The same for the gallery, with its threshold. */
export type GalleryUnknownScores = UnknownScores & {
  /** Share of the strangers that the threshold accepts. */
  readonly falseAccept: number;
  /** The largest share that calibration promised; null if it promised none. */
  readonly promised: number | null;
};

/** Known pictures against strangers; null for an approach that is missing. */
export type UnknownResult = {
  /** Number of strangers. */
  readonly samples: number;
  readonly classifier: ClassifierUnknownScores | null;
  readonly gallery: GalleryUnknownScores | null;
  /** Null where nothing was calibrated, or where the one answer was not measured. */
  readonly answer: AnswerUnknownScores | null;
  /** Gallery minus classifier; null if one is missing. */
  readonly difference: { readonly auroc: number; readonly interval: Interval } | null;
};

/** Scores of both approaches on the same labelled pictures; null if an approach is missing. */
export type Evaluation = {
  readonly classifier: ClassifierScores | null;
  readonly gallery: GalleryScores | null;
  /** The one answer, from both; null where it was not measured. */
  readonly answer: AnswerScores | null;
  readonly unknown: UnknownResult | null;
};

/** What `evaluate --json` prints. */
export type EvaluateResult = Evaluation &
  Cautions & {
    readonly classifier: (ClassifierScores & StaleClassifier) | null;
    /** Pictures measured. */
    readonly samples: number;
    readonly classes: number;
    readonly seed: number;
    readonly seconds: number;
    /** The part of the data set that was measured: train, val, test or all. */
    readonly split: string;
    readonly skipped: readonly Skipped[];
    /** Null if the bundle keeps no embeddings of its training pictures. */
    readonly nearDuplicates: NearDuplicates | null;
    /** How well pairs are verified at the gallery's threshold; null if the pictures have labels to measure by. */
    readonly verification: MeasuredVerification | null;
    /** Several pictures of one thing; absent if they were not wanted. */
    readonly together?: TogetherResult;
  };

/** Verification of pairs at a threshold. */
export type MeasuredVerification = VerificationReport & { readonly threshold: Threshold };

/** Present if the classifier lacks classes of the gallery. */
export type StaleClassifier = { readonly stale?: ClassDifference };

/** Time and space that an approach takes. */
export type Costs = {
  readonly learnSeconds: number;
  readonly embedMillisecondsPerImage: number;
  readonly decideMillisecondsPerImage: number;
  /** Size that it adds to a bundle. */
  readonly bytes: number;
};

/** Gallery minus classifier on the same pictures. */
export type Difference = {
  readonly accuracy: number;
  readonly interval: Interval;
  /** Exact two-sided p-value of McNemar's test; every picture counts as independent. */
  readonly p: number;
};

/** One line for each approach over the same `x`; empty if the approach is missing. */
export type Curve = {
  readonly name: string;
  readonly x: readonly number[];
  readonly classifier: readonly number[];
  readonly gallery: readonly number[];
};

/** Accuracy over pictures per class. Each list is as long as `x`, or empty if the approach is missing. */
export type LearningCurve = Curve & {
  /** 95 % intervals, for other training pictures and other measured pictures. */
  readonly classifierInterval: readonly Interval[];
  readonly galleryInterval: readonly Interval[];
  /** Of gallery minus classifier, trained on the same pictures. */
  readonly differenceInterval: readonly Interval[];
  /** How many draws of training pictures each point averages. */
  readonly draws: readonly number[];
};

/** Accuracy of each approach; null if it is missing. */
export type ByPicture = { readonly classifier: number | null; readonly gallery: number | null };

/** Measured pictures that nearly repeat a learned one. */
export type NearDuplicates = {
  readonly pictures: number;
  /** How many measured pictures were looked at. */
  readonly of: number;
  /** The smallest cosine of embeddings that counts. */
  readonly similarity: number;
  readonly classifier: AccuracyOnDuplicates | null;
  readonly gallery: AccuracyOnDuplicates | null;
};

/** Accuracy on near duplicates and on the other pictures; null if there are none of them. */
export type AccuracyOnDuplicates = { readonly accuracy: number | null; readonly accuracyWithout: number | null };

/** Which pictures a split keeps on one side, and how much that matters. */
export type SplitScenes = {
  /** What the split kept together; `given`: the data set came with its own split. */
  readonly keptTogether: Whole | 'given';
  /** Accuracy that a split of single pictures would have given; null for a given split and for a split by picture. */
  readonly byPicture: ByPicture | null;
  /** Null for a split that was drawn. */
  readonly nearDuplicates: NearDuplicates | null;
};

/** What to use. `hybrid`: one approach names the class, the other decides whether the picture is known. */
export type Choice = 'classifier' | 'gallery' | 'hybrid' | 'either' | 'undecided';

/** Which approach to use, and why, in sentences. */
export type Verdict = { readonly choose: Choice; readonly sentence: string; readonly because: readonly string[] };

/** An evaluation of both approaches with costs, their difference, curves and a verdict. */
export type Comparison = {
  readonly classifier: (ClassifierScores & { readonly costs: Costs }) | null;
  readonly gallery: (GalleryScores & { readonly costs: Costs }) | null;
  readonly answer: AnswerScores | null;
  readonly unknown: UnknownResult | null;
  /** Null if one approach is missing. */
  readonly difference: Difference | null;
  readonly curves: readonly (Curve | LearningCurve)[];
  readonly verdict: Verdict;
};

/** What a verdict depends on. */
export type Findings = Omit<Comparison, 'curves' | 'verdict'> & {
  /** Labelled pictures on which both were measured. */
  readonly samples: number;
};

/** What `compare --json` prints. */
export type CompareResult = Comparison &
  Cautions & {
    /** Name of the data set. */
    readonly dataset: string;
    /** Pictures measured. */
    readonly samples: number;
    readonly seed: number;
    readonly split: { readonly train: number; readonly val: number; readonly test: number };
    readonly scenes: SplitScenes;
    /** What thresholds gain and cost, as class folds of the learned pictures estimate it; null without them. */
    readonly tradeOffs: TradeOffs | null;
    /** Pictures left out of training because their labels look wrong, most certain first. */
    readonly suspects: readonly SuspectPicture[];
    readonly skipped: readonly Skipped[];
  };
